package dev.mayfly.control.functions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A function as it is kept. */
@Entity
@Table(name = "function")
@SuppressWarnings("NullAway.Init")
public class FunctionRow {
    /** {@code account/name}. */
    @Id
    public String id;

    @Column
    public String account;

    @Column
    public String name;

    @Column
    @Nullable
    String active;

    /** The one that was active before: where a rollback leads. */
    @Column
    @Nullable
    String previous;

    /** It answers at its routes, and at no address of its own. */
    @Column(name = "routes_only")
    public boolean routesOnly;

    /** Of the last change of anything that routers know of it. */
    @Column
    public long revision;

    @Column(name = "changed_at")
    Instant changedAt;

    protected FunctionRow() {}

    FunctionRow(String account, String name, Instant now) {
        this.id = id(account, name);
        this.account = account;
        this.name = name;
        this.changedAt = now;
    }

    static String id(String account, String name) {
        return account + "/" + name;
    }

    Optional<String> active() {
        return Optional.ofNullable(active);
    }

    Optional<String> previous() {
        return Optional.ofNullable(previous);
    }

    void activate(String version) {
        if (isActive(version)) return;
        previous = active;
        active = version;
    }

    /** Once only: the version that is left was no good, and is nothing to go back to. */
    void goBack() {
        active = previous;
        previous = null;
    }

    /** Answers, and goes back, as the other does. */
    void continueAs(FunctionRow other) {
        routesOnly = other.routesOnly;
        active = other.active;
        previous = other.previous;
    }

    boolean isActive(String version) {
        return version.equals(active);
    }
}
