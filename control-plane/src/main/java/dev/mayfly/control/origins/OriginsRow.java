package dev.mayfly.control.origins;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** All servers of an account, as JSON. */
@Entity
@Table(name = "account_origins")
@SuppressWarnings("NullAway.Init")
public class OriginsRow {
    @Id
    String account;

    @Column
    String origins;

    /** Of the change that wrote them, by which routers hear of it. */
    @Column
    long revision;

    protected OriginsRow() {}

    OriginsRow(String account, String origins, long revision) {
        this.account = account;
        this.origins = origins;
        this.revision = revision;
    }
}
