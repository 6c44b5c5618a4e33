package dev.mayfly.memory.asking;

import dev.mayfly.bindings.memory.Memory.Entry;
import dev.mayfly.bindings.memory.Memory.Source;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.memory.store.Known;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Rows;
import dev.mayfly.memory.store.Vault;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Memories as they are told. */
@ApplicationScoped
public class Entries {
    private final Rows rows;
    private final Vault vault;

    Entries(Rows rows, Vault vault) {
        this.rows = rows;
        this.vault = vault;
    }

    public List<Entry> of(ProfileRow profile, Collection<MemoryRow> memories) {
        Vault.Box box = vault.box(profile);
        return memories.stream().map(row -> entry(row, rows.known(row, box))).toList();
    }

    private static Entry entry(MemoryRow row, Known known) {
        return new Entry(
                row.id,
                row.kind,
                known.summary(),
                known.content(),
                known.key(),
                Optional.ofNullable(row.session),
                row.validFrom,
                Optional.ofNullable(row.validTo),
                row.recordedAt,
                row.updatedAt,
                Optional.ofNullable(row.expiresAt),
                Optional.ofNullable(row.supersededAt),
                Optional.ofNullable(row.supersededBy),
                row.importance,
                known.suspicious(),
                row.origin,
                known.metadata(),
                known.acl(),
                sources(known.sources()));
    }

    static List<Source> sources(List<Stored.Source> sources) {
        return sources.stream()
                .map(source -> new Source(
                        source.messageId(), source.sessionId(), source.at(), source.speaker(), source.excerpt()))
                .toList();
    }
}
