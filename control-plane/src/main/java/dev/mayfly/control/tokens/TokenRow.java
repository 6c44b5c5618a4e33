package dev.mayfly.control.tokens;

import dev.mayfly.bindings.accounts.Accounts.Leak;
import dev.mayfly.bindings.accounts.Accounts.Token;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Right;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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

    /** SHA-256 of the text. */
    @Column
    byte[] hash;

    /** As {@link Right} spells them, with a space between. */
    @Column
    String rights;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "created_by")
    String createdBy;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "last_used_at")
    @Nullable
    Instant lastUsedAt;

    protected TokenRow() {}

    TokenRow(
            String id,
            String account,
            String name,
            byte[] hash,
            List<Right> rights,
            Instant createdAt,
            String createdBy,
            Optional<Instant> expiresAt) {
        this.id = id;
        this.account = account;
        this.name = name;
        this.hash = hash;
        this.rights = rights.stream().map(Right::toString).distinct().collect(Collectors.joining(" "));
        this.createdAt = createdAt;
        this.createdBy = createdBy;
        this.expiresAt = expiresAt.orElse(null);
    }

    Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt);
    }

    boolean isLive(Instant now) {
        return expiresAt().map(now::isBefore).orElse(true);
    }

    List<Right> rights() {
        return rights.isEmpty()
                ? List.of()
                : Arrays.stream(rights.split(" ")).map(Right::of).toList();
    }

    Caller.TokenHolder holder() {
        return new Caller.TokenHolder(Optional.of(id), account + "/" + name, Scope.of(account, rights()));
    }

    Token told(List<Leak> leaks) {
        return new Token(id, name, rights(), createdAt, createdBy, expiresAt(), Optional.ofNullable(lastUsedAt), leaks);
    }
}
