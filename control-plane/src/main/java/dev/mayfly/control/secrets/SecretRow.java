package dev.mayfly.control.secrets;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A secret of a function, sealed. */
@Entity
@Table(name = "secret")
@SuppressWarnings("NullAway.Init")
public class SecretRow {
    /** {@code account/function/name}: what it is sealed for. */
    @Id
    String id;

    @Column
    public String function;

    @Column
    public String name;

    @Column(name = "key_id")
    String keyId;

    @Column
    byte[] nonce;

    @Column
    byte[] sealed;

    @Column(name = "changed_at")
    Instant changedAt;

    protected SecretRow() {}

    SecretRow(String function, String name, SecretBox.Sealed sealed, Instant changedAt) {
        this.id = id(function, name);
        this.function = function;
        this.name = name;
        this.keyId = sealed.keyId();
        this.nonce = sealed.nonce();
        this.sealed = sealed.bytes();
        this.changedAt = changedAt;
    }

    static String id(String function, String name) {
        return function + "/" + name;
    }

    public String opened(SecretBox box) {
        return box.open(id, new SecretBox.Sealed(keyId, nonce, sealed));
    }
}
