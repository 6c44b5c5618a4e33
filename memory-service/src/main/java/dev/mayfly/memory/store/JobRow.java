package dev.mayfly.memory.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Work that waits, or was done. */
@Entity
@Table(name = "job")
public class JobRow {
    @Id
    public String id = "";

    @Column(name = "profile_id")
    public long profile;

    public String kind = "";
    public String status = "";
    /** As a list in JSON. */
    public String sessions = "[]";

    public String counts = "{}";
    public @Nullable String problem;
    public int attempts;

    /** Until then somebody works on it. */
    @Column(name = "leased_to")
    public Instant leasedTo = Instant.EPOCH;

    @Column(name = "created_at")
    public Instant createdAt = Instant.EPOCH;

    @Column(name = "finished_at")
    public @Nullable Instant finishedAt;
}
