package dev.mayfly.control.routes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A route as it is kept. */
@Entity
@Table(name = "route")
@SuppressWarnings("NullAway.Init")
public class RouteRow {
    @Id
    public String pattern;

    @Column
    String host;

    @Column
    String account;

    /** Where it leads; a route leads to a function or to an origin. */
    @Column
    @Nullable
    String function;

    @Column
    @Nullable
    String origin;

    protected RouteRow() {}

    private RouteRow(RoutePattern pattern, String account, @Nullable String function, @Nullable String origin) {
        this.pattern = pattern.toString();
        this.host = pattern.host();
        this.account = account;
        this.function = function;
        this.origin = origin;
    }

    static RouteRow toFunction(RoutePattern pattern, String account, String function) {
        return new RouteRow(pattern, account, function, null);
    }

    static RouteRow toOrigin(RoutePattern pattern, String account, String origin) {
        return new RouteRow(pattern, account, null, origin);
    }

    /** Of one that leads to a function. */
    public String function() {
        return Objects.requireNonNull(function, "it leads to an origin");
    }

    /** For people. */
    String leadsTo() {
        return function != null ? function : "the origin " + origin;
    }
}
