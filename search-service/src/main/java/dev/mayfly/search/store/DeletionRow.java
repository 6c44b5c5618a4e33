package dev.mayfly.search.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** That a document was deleted, for those who follow. */
@Entity
@Table(name = "deletion")
@IdClass(DeletionRow.Key.class)
public class DeletionRow {
    @Id
    @Column(name = "index_id")
    public long index;

    @Id
    public long sequence;

    public String id = "";
    public Instant at = Instant.EPOCH;

    /** Its place in the log. */
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1L;
        public long index;
        public long sequence;

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.index == index && key.sequence == sequence;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(index) * 31 + Long.hashCode(sequence);
        }
    }
}
