package dev.mayfly.memory.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A namespace that was set. */
@Entity
@Table(name = "namespace")
@IdClass(NamespaceRow.Key.class)
public class NamespaceRow {
    @Id
    public String account = "";

    @Id
    public String name = "";

    public String settings = "";

    @Column(name = "created_at")
    public Instant createdAt = Instant.EPOCH;

    /** What a namespace is found by. */
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1L;
        public String account = "";
        public String name = "";

        public Key() {}

        public Key(String account, String name) {
            this.account = account;
            this.name = name;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.account.equals(account) && key.name.equals(name);
        }

        @Override
        public int hashCode() {
            return Objects.hash(account, name);
        }
    }
}
