package dev.mayfly.control.bundles;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Code, kept once however many versions have it. */
@Entity
@Table(name = "bundle")
@SuppressWarnings("NullAway.Init")
public class BundleRow {
    @Id
    String sha256;

    @Column
    byte[] content;

    @Column(name = "created_at")
    Instant createdAt;

    protected BundleRow() {}

    BundleRow(PackedBundle packed, Instant createdAt) {
        this.sha256 = packed.sha256();
        this.content = packed.bytes();
        this.createdAt = createdAt;
    }
}
