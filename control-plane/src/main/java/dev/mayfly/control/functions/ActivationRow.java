package dev.mayfly.control.functions;

import dev.mayfly.bindings.functions.Functions.Activation;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** That a version became the active one, as it is kept. */
@Entity
@Table(name = "activation")
@SuppressWarnings("NullAway.Init")
public class ActivationRow {
    @Id
    String id;

    @Column
    String function;

    @Column
    String version;

    @Column
    String message;

    @Column(name = "made_by")
    String by;

    @Column(name = "made_at")
    Instant at;

    protected ActivationRow() {}

    ActivationRow(String id, String function, String version, String message, String by, Instant at) {
        this.id = id;
        this.function = function;
        this.version = version;
        this.message = message;
        this.by = by;
        this.at = at;
    }

    Activation told() {
        return new Activation(id, version, message, by, at);
    }
}
