package dev.mayfly.control.routes;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

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

    @Column
    public String function;

    protected RouteRow() {}

    RouteRow(RoutePattern pattern, String account, String function) {
        this.pattern = pattern.toString();
        this.host = pattern.host();
        this.account = account;
        this.function = function;
    }
}
