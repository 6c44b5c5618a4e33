package dev.mayfly.memory.asking;

import dev.mayfly.bindings.memory.Memory.Forgetting;
import dev.mayfly.bindings.memory.Memory.Forgotten;
import dev.mayfly.bindings.memory.Memory.Question;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.making.Eraser;
import dev.mayfly.memory.making.Maker;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.Marks;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.ProfileRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Forgets in two steps: what somebody saw is what goes, whatever a question would find by then. */
@ApplicationScoped
public class Forgetter {
    private static final String CODE = "invalid-forget";
    private static final int LIMIT = 20;
    private static final int LIMIT_MAX = 200;
    private static final int BUDGET = 1_000_000;

    private final Ledger ledger;
    private final Recaller recaller;
    private final Entries entries;
    private final Eraser eraser;

    Forgetter(Ledger ledger, Recaller recaller, Entries entries, Eraser eraser) {
        this.ledger = ledger;
        this.recaller = recaller;
        this.entries = entries;
        this.eraser = eraser;
    }

    public Forgotten forget(ProfileRow profile, Forgetting forgetting) {
        if (forgetting.confirm().isPresent()) return done(profile, forgetting);
        List<String> ids = ids(profile, forgetting);
        List<MemoryRow> found = ledger.find(profile, ids).stream()
                .sorted(Comparator.comparingInt(row -> ids.indexOf(row.id)))
                .toList();
        return new Forgotten(
                false,
                entries.of(profile, found),
                0,
                0,
                found.isEmpty() ? Optional.empty() : Optional.of(confirm(profile, found)));
    }

    private Forgotten done(ProfileRow profile, Forgetting forgetting) {
        if (forgetting.query().isPresent() || forgetting.ids().isPresent() || narrows(forgetting))
            throw new Problem.Invalid(CODE, "confirm stands alone: it says what is forgotten");
        Map<String, String> seen = confirmed(profile, forgetting.confirm().get());
        List<MemoryRow> found = ledger.find(profile, seen.keySet());
        if (found.stream().anyMatch(row -> !state(row).equals(seen.get(row.id))))
            throw new Problem.Conflict(
                    "what would be forgotten says something else by now: ask again, and confirm that");
        var told = entries.of(profile, found);
        Maker.Done done = eraser.delete(profile, found, Eraser.Sources.go);
        return new Forgotten(true, told, done.deletedMemories(), done.deletedMessages(), Optional.empty());
    }

    private static boolean narrows(Forgetting forgetting) {
        return Stream.of(
                        forgetting.types(),
                        forgetting.sessionId(),
                        forgetting.filter().filter(filter -> !filter.isNull()),
                        forgetting.acl(),
                        forgetting.limit())
                .anyMatch(Optional::isPresent);
    }

    private List<String> ids(ProfileRow profile, Forgetting forgetting) {
        int limit = forgetting.limit().orElse(LIMIT);
        if (limit < 1 || limit > LIMIT_MAX)
            throw new Problem.Invalid(CODE, "limit is between 1 and %d".formatted(LIMIT_MAX));
        if (forgetting.ids().isPresent() == forgetting.query().isPresent())
            throw new Problem.Invalid(CODE, "say what is to be forgotten: one of query, ids, confirm");
        if (forgetting.ids().isPresent()) {
            if (narrows(forgetting))
                throw new Problem.Invalid(
                        CODE, "ids stand alone: types, sessionId, filter, acl and limit are of a query");
            if (forgetting.ids().get().size() > LIMIT_MAX)
                throw new Problem.Invalid(CODE, "%d ids at a time, and no more".formatted(LIMIT_MAX));
            return forgetting.ids().get();
        }
        return recaller
                .found(
                        profile,
                        new Question(
                                forgetting.query().orElseThrow(),
                                Optional.of(limit),
                                forgetting.types(),
                                forgetting.sessionId(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                forgetting.filter(),
                                forgetting.acl(),
                                Optional.of(BUDGET),
                                Optional.empty(),
                                Optional.empty()))
                .stream()
                .map(found -> found.memory())
                .map(Stored::id)
                .toList();
    }

    /** What somebody saw: which memories, and what they said. */
    private static String confirm(ProfileRow profile, List<MemoryRow> seen) {
        StringBuilder text = new StringBuilder();
        for (MemoryRow row : seen)
            text.append(row.id).append('\n').append(state(row)).append('\n');
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((sum(profile, text.toString()) + '\n' + text).getBytes(StandardCharsets.UTF_8));
    }

    private static String state(MemoryRow row) {
        return Marks.hash(row.hash, row.textHash, row.updatedAt.toString()).substring(0, 12);
    }

    /** A slip, not an attack, is what this finds out: whoever may forget may forget anything. */
    private static String sum(ProfileRow profile, String seen) {
        return Marks.hash("forget", Long.toString(profile.id), seen).substring(0, 12);
    }

    /** By id, what it was when it was seen. */
    private static Map<String, String> confirmed(ProfileRow profile, String confirm) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(confirm), StandardCharsets.UTF_8).split("\n", 2);
            if (parts.length == 2 && parts[0].equals(sum(profile, parts[1]))) {
                Map<String, String> seen = new LinkedHashMap<>();
                String[] lines = parts[1].split("\n");
                for (int i = 0; i + 1 < lines.length; i += 2) seen.put(lines[i], lines[i + 1]);
                return seen;
            }
        } catch (IllegalArgumentException e) {
            // told below, as every other one that is none
        }
        throw new Problem.Invalid(CODE, "confirm is none of this profile's: ask again what would be forgotten");
    }
}
