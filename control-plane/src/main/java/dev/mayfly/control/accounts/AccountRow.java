package dev.mayfly.control.accounts;

import dev.mayfly.bindings.accounts.Accounts.Account;
import dev.mayfly.bindings.accounts.Accounts.Trust;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An account as it is kept. */
@Entity
@Table(name = "account")
@SuppressWarnings("NullAway.Init")
public class AccountRow {
    @Id
    public String name;

    @Enumerated(EnumType.STRING)
    @Column
    public Trust trust;

    /** Made by the database from the name. */
    @Column(name = "client_id", insertable = false, updatable = false)
    public String clientId;

    @Column(name = "created_at")
    Instant createdAt;

    protected AccountRow() {}

    AccountRow(String name, Trust trust, Instant createdAt) {
        this.name = name;
        this.trust = trust;
        this.createdAt = createdAt;
    }

    /** Of nobody whom the platform knows yet. */
    public static AccountRow newcomer(String name, Instant now) {
        return new AccountRow(name, Trust.newcomers, now);
    }

    Account told() {
        return new Account(name, trust, createdAt);
    }
}
