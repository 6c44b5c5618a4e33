package dev.mayfly.control.temporary;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What makes an account a temporary one. */
@Entity
@Table(name = "temporary_account")
@SuppressWarnings("NullAway.Init")
public class TemporaryRow {
    @Id
    String account;

    /** SHA-256 of the text of its claim. */
    @Column
    byte[] claim;

    /** Who asked for it: an address, or the network that a caller can choose addresses from. */
    @Column
    String address;

    @Column(name = "expires_at")
    Instant expiresAt;

    protected TemporaryRow() {}

    TemporaryRow(String account, byte[] claim, String address, Instant expiresAt) {
        this.account = account;
        this.claim = claim;
        this.address = address;
        this.expiresAt = expiresAt;
    }
}
