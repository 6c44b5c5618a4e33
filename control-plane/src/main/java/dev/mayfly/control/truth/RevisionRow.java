package dev.mayfly.control.truth;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The number of the last change, in a table of one row. */
@Entity
@Table(name = "revision")
public class RevisionRow {
    public static final int ONLY = 1;

    @Id
    Integer id = ONLY;

    @Column
    public long number;

    /** Deletions up to this revision may be forgotten. */
    @Column(name = "remembered_since")
    long rememberedSince;

    /** Whether all that changed after that revision can be told. */
    public boolean remembers(long since) {
        return since >= rememberedSince && since <= number;
    }
}
