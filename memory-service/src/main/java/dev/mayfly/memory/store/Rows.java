package dev.mayfly.memory.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.memory.Memory;
import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.deriving.Turn;
import dev.mayfly.memory.recall.Stored;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows as what they say, and the other way round. */
@RegisterForReflection(
        targets = {
            Said.class,
            Known.class,
            Stored.Source.class,
            Ledger.MessageLine.class,
            Ledger.MemoryLine.class,
            Ledger.Named.class,
            Ledger.VectorLine.class,
            Memory.Counts.class,
            Memory.NamespaceSettings.class
        })
@ApplicationScoped
public class Rows {
    private final ObjectMapper json;

    Rows(ObjectMapper json) {
        this.json = json;
    }

    public Said said(MessageRow row, Vault.Box box) {
        return read(box.open(row.body), Said.class);
    }

    public Known known(MemoryRow row, Vault.Box box) {
        return read(box.open(row.body), Known.class);
    }

    public Turn turn(MessageRow row, Said said) {
        return new Turn(
                row.id, row.session, Turn.Role.valueOf(said.role()), said.speaker(), said.content(), row.saidAt);
    }

    /** @param model whose vector counts; that of another one is left out */
    public Stored stored(MemoryRow row, Vault.Box box, String model) {
        Known known = known(row, box);
        ObjectNode metadata = json.createObjectNode();
        known.metadata().forEach(metadata::set);
        return new Stored(
                row.id,
                Kind.valueOf(row.kind),
                known.summary(),
                known.content(),
                known.key(),
                Optional.ofNullable(row.session),
                known.sources(),
                row.place,
                row.validFrom,
                Optional.ofNullable(row.validTo),
                Optional.ofNullable(row.expiresAt),
                row.recordedAt,
                Optional.ofNullable(row.supersededAt)
                        .map(at -> new Stored.Successor(
                                at,
                                Objects.requireNonNullElse(row.supersededBy, ""),
                                first(row.endsAt, row.expiresAt))),
                known.entities(),
                row.importance,
                known.suspicious(),
                metadata,
                Set.copyOf(known.acl()),
                vector(row, box).filter(bytes -> row.model.equals(model)).map(Vectors::of));
    }

    private static Optional<Instant> first(@Nullable Instant one, @Nullable Instant other) {
        return Stream.of(Optional.ofNullable(one), Optional.ofNullable(other))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    /** As numbers of 16 bits, to be taken elsewhere. */
    public Optional<byte[]> vector(MemoryRow row, Vault.Box box) {
        return Optional.ofNullable(row.vector).map(box::open);
    }

    byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text of our own could not be written", e);
        }
    }

    public String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rows of our own could not be written", e);
        }
    }

    public <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was kept could not be read", e);
        }
    }

    private <T> T read(byte[] text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (IOException e) {
            throw new IllegalStateException("what was kept could not be read", e);
        }
    }
}
