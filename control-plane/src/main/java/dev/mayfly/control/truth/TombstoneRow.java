package dev.mayfly.control.truth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A function that is gone. */
@Entity
@Table(name = "tombstone")
@SuppressWarnings("NullAway.Init")
public class TombstoneRow {
    @Id
    String function;

    @Column
    public String account;

    @Column
    public String name;

    @Column
    long revision;

    protected TombstoneRow() {}

    TombstoneRow(String function, String account, String name, long revision) {
        this.function = function;
        this.account = account;
        this.name = name;
        this.revision = revision;
    }
}
