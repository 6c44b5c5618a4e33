package dev.mayfly.control.flags;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a flag or a segment was from then on, as it is kept. */
@Entity
@Table(name = "flag_version")
@SuppressWarnings("NullAway.Init")
class FlagVersionRow {
    @Id
    String id;

    @Column
    String item;

    @Column
    long version;

    @Column
    @Nullable
    String definition;

    @Column(name = "made_by")
    String by;

    @Column(name = "made_at")
    Instant at;

    @Column
    String message;

    protected FlagVersionRow() {}

    FlagVersionRow(FlagItemRow item, String by, Instant at, String message) {
        this.id = item.version + " " + item.id;
        this.item = item.id;
        this.version = item.version;
        this.definition = item.definition;
        this.by = by;
        this.at = at;
        this.message = message;
    }
}
