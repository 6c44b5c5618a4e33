package dev.mayfly.control.flags;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A change that waits for its time, or that could not be made when it came. */
@Entity
@Table(name = "flag_schedule")
@SuppressWarnings("NullAway.Init")
class FlagScheduleRow {
    @Id
    String id;

    @Column
    String item;

    @Column
    Instant due;

    /** As the contract has it, as JSON. */
    @Column
    String planned;

    @Column(name = "made_by")
    String by;

    @Column
    @Nullable
    String failure;

    protected FlagScheduleRow() {}

    FlagScheduleRow(String id, String item, Instant due, String planned, String by) {
        this.id = id;
        this.item = item;
        this.due = due;
        this.planned = planned;
        this.by = by;
    }
}
