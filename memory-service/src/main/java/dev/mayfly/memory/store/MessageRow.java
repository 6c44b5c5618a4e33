package dev.mayfly.memory.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A message; what was said stands in {@link #body}. */
@Entity
@Table(name = "message")
public class MessageRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public long seq;

    @Column(name = "profile_id")
    public long profile;

    public String session = "";
    public String id = "";
    public String hash = "";
    public String readers = "";

    @Column(name = "at")
    public Instant saidAt = Instant.EPOCH;

    public int bytes;
    public byte[] body = {};
}
