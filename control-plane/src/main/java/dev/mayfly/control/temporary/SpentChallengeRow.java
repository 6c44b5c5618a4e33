package dev.mayfly.control.temporary;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A challenge that was used; remembered until it would have ended anyway. */
@Entity
@Table(name = "spent_challenge")
@SuppressWarnings("NullAway.Init")
public class SpentChallengeRow {
    @Id
    String id;

    @Column(name = "expires_at")
    Instant expiresAt;

    protected SpentChallengeRow() {}

    SpentChallengeRow(String id, Instant expiresAt) {
        this.id = id;
        this.expiresAt = expiresAt;
    }
}
