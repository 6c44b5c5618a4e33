package dev.mayfly.search.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An index. Its counts are changed by statements alone. */
@Entity
@Table(name = "search_index")
public class IndexRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public long id;

    public String account = "";
    public String name = "";
    public String settings = "";
    public boolean embeds;

    /** Rises when its documents are to be indexed anew. */
    public long generation = 1;

    public long sequence;
    public long documents;
    public long bytes;
    public long forgotten;

    @Column(name = "created_at")
    public Instant createdAt = Instant.EPOCH;

    /** What lies outside of the database is called so: never twice the same, also where the database was begun anew. */
    public String folder() {
        return id + "-" + generation + "-" + Math.abs(createdAt.toEpochMilli());
    }
}
