package dev.mayfly.control.tokens;

import dev.mayfly.bindings.accounts.Accounts.Leak;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** A place where the text of a token was found. */
@Entity
@Table(name = "leak")
@SuppressWarnings("NullAway.Init")
public class LeakRow {
    @Id
    String id;

    @Column
    String token;

    @Column
    String place;

    @Column
    Instant at;

    protected LeakRow() {}

    LeakRow(String token, String place, Instant at) {
        this.id = UUID.randomUUID().toString();
        this.token = token;
        this.place = place;
        this.at = at;
    }

    Leak told() {
        return new Leak(place, at);
    }
}
