package dev.mayfly.search.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** A document; written by statements alone. */
@Entity
@Table(name = "document")
@IdClass(DocumentRow.Key.class)
public class DocumentRow {
    @Id
    @Column(name = "index_id")
    public long index;

    @Id
    public String id = "";

    public String hash = "";
    public String source = "";
    public long sequence;
    public boolean pending;

    /** Of which passages its vectors are: {@link IndexRow#passagesSince}. */
    @Column(name = "made_for")
    public long madeFor;

    public String model = "";
    public byte @Nullable [] vectors;

    /** What a document is found by. */
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1L;
        public long index;
        public String id = "";

        public Key() {}

        public Key(long index, String id) {
            this.index = index;
            this.id = id;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.index == index && key.id.equals(id);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(index) * 31 + id.hashCode();
        }
    }
}
