package dev.mayfly.control.accounts;

import dev.mayfly.bindings.accounts.Accounts.Token;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A token as it is kept: without its text. */
@Entity
@Table(name = "token")
@SuppressWarnings("NullAway.Init")
public class TokenRow {
    @Id
    String id;

    @Column
    String account;

    @Column
    String name;

    /** SHA-256 of the text. The text has 256 random bits, so neither salt nor stretching adds anything. */
    @Column
    byte[] hash;

    @Column(name = "created_at")
    Instant createdAt;

    protected TokenRow() {}

    TokenRow(String id, String account, String name, byte[] hash, Instant createdAt) {
        this.id = id;
        this.account = account;
        this.name = name;
        this.hash = hash;
        this.createdAt = createdAt;
    }

    Token told() {
        return new Token(id, name, createdAt);
    }
}
