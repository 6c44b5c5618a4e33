package dev.mayfly.search.crawl;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job. What changes while it runs is changed by statements alone. */
@Entity
@Table(name = "crawl")
public class CrawlRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public long id;

    @Column(name = "index_id")
    public long index;

    public String name = "";
    public String settings = "";
    public String state = "";
    public boolean cancelled;
    public String progress = "";
    public String log = "";

    @Column(name = "next_at")
    public @Nullable Instant nextAt;

    @Column(name = "claimed_until")
    public @Nullable Instant claimedUntil;

    /** Who holds it. */
    public String claim = "";

    @Column(name = "started_at")
    public @Nullable Instant startedAt;

    @Column(name = "ended_at")
    public @Nullable Instant endedAt;
}
