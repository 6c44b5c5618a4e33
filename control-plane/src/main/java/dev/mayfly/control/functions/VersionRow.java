package dev.mayfly.control.functions;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A version as it is kept; nothing of it ever changes. */
@Entity
@Table(name = "version")
@SuppressWarnings("NullAway.Init")
public class VersionRow {
    @Id
    public String id;

    @Column
    String function;

    @Column
    public String bundle;

    /** {@link Settings} as JSON. */
    @Column
    public String settings;

    @Column
    String message;

    /** Texts by name, as JSON. */
    @Column
    String notes;

    @Column(name = "created_at")
    Instant createdAt;

    protected VersionRow() {}

    VersionRow(
            String id,
            String function,
            String bundle,
            String settings,
            String message,
            String notes,
            Instant createdAt) {
        this.id = id;
        this.function = function;
        this.bundle = bundle;
        this.settings = settings;
        this.message = message;
        this.notes = notes;
        this.createdAt = createdAt;
    }
}
