package dev.mayfly.memory.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A profile. Its counts and its version are changed by statements alone. */
@Entity
@Table(name = "profile")
public class ProfileRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public long id;

    public String account = "";
    public String namespace = "";
    public String name = "";

    /** Rises with every change of what is remembered. */
    public long version;

    public long messages;
    public long bytes;

    @Column(name = "sealed_key")
    public byte @Nullable [] sealedKey;

    @Column(name = "created_at")
    public Instant createdAt = Instant.EPOCH;
}
