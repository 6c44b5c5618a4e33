package dev.mayfly.memory.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A memory; its texts stand in {@link #body}. */
@Entity
@Table(name = "memory")
public class MemoryRow {
    @Id
    public String id = "";

    @Column(name = "profile_id")
    public long profile;

    public @Nullable String name;
    public String kind = "";
    public String origin = "";
    public @Nullable String session;

    @Column(name = "key_hash")
    public @Nullable String keyHash;

    public String readers = "";
    public String hash = "";
    public long place;
    public double importance;

    @Column(name = "recorded_at")
    public Instant recordedAt = Instant.EPOCH;

    @Column(name = "updated_at")
    public Instant updatedAt = Instant.EPOCH;

    @Column(name = "valid_from")
    public Instant validFrom = Instant.EPOCH;

    @Column(name = "valid_to")
    public @Nullable Instant validTo;

    @Column(name = "expires_at")
    public @Nullable Instant expiresAt;

    @Column(name = "superseded_at")
    public @Nullable Instant supersededAt;

    @Column(name = "superseded_by")
    public @Nullable String supersededBy;

    /** Of one that is superseded: until when it would hold, had no other taken its place. */
    @Column(name = "ends_at")
    public @Nullable Instant endsAt;

    /** Of the profile, when this changed last. */
    public long version;

    /** Whether its vector is still to be made. */
    public boolean pending;

    /** That made it. */
    public String model = "";

    public int bytes;
    public byte[] body = {};

    /** Of what is embedded: while it is the same, so is the vector. */
    @Column(name = "text_hash")
    public String textHash = "";

    public byte @Nullable [] vector;
}
