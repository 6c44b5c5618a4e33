package dev.mayfly.search.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

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

    /** What decides which passages documents have, as a hash. */
    public String passages = "";

    /** The first generation that had these passages. */
    @Column(name = "passages_since")
    public long passagesSince;

    /** Some documents may have vectors of passages from before. */
    public boolean stale;

    public long sequence;
    public long documents;
    public long bytes;
    public long forgotten;

    @Column(name = "created_at")
    public Instant createdAt = Instant.EPOCH;

    /** Whether that is what {@link #folder} called, or would call, this index in some settings. @return the generation */
    public Optional<Long> generationOf(String folder) {
        String[] parts = folder.split("-");
        boolean ours = parts.length == 3
                && parts[0].equals(Long.toString(id))
                && parts[2].equals(Long.toString(Math.abs(createdAt.toEpochMilli())))
                && parts[1].matches("\\d{1,18}");
        return ours ? Optional.of(Long.parseLong(parts[1])) : Optional.empty();
    }

    /** What lies outside of the database is called so: never twice the same, also where the database was begun anew. */
    public String folder() {
        return id + "-" + generation + "-" + Math.abs(createdAt.toEpochMilli());
    }
}
