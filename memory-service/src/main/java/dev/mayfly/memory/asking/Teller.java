package dev.mayfly.memory.asking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mayfly.bindings.memory.Memory.Correction;
import dev.mayfly.bindings.memory.Memory.Counts;
import dev.mayfly.bindings.memory.Memory.NewMemory;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.NamespacePlan;
import dev.mayfly.memory.deriving.Beginning;
import dev.mayfly.memory.deriving.Entities;
import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.deriving.Redaction;
import dev.mayfly.memory.deriving.Suspicion;
import dev.mayfly.memory.making.Embedded;
import dev.mayfly.memory.making.Maker;
import dev.mayfly.memory.store.Change;
import dev.mayfly.memory.store.Change.MadeVector;
import dev.mayfly.memory.store.Ids;
import dev.mayfly.memory.store.Jobs;
import dev.mayfly.memory.store.Known;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.Marks;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Rows;
import dev.mayfly.memory.store.Vault;
import dev.mayfly.retrieval.embedding.EmbeddingFailed;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Memories as somebody tells or corrects them. They are kept together with their vector, so they are found at once. */
@ApplicationScoped
public class Teller {
    private static final String CODE = "invalid-memory";
    private static final double IMPORTANCE = 0.5;
    private static final int SUMMARY_CHARS_MAX = 160;
    private static final int KEY_CHARS_MAX = 128;
    private static final int READERS_MAX = 100;
    private static final int READER_CHARS_MAX = 256;
    private static final int METADATA_CHARS_MAX = 8_192;
    private static final int NAME_CHARS_MAX = 128;
    private static final Duration TTL_MAX = Duration.ofDays(36_500);
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0);
    private static final String VALID_TO = "validTo";
    private static final String TTL = "ttl";

    private final Ledger ledger;
    private final Rows rows;
    private final Vault vault;
    private final Embedded embedded;
    private final Room room;
    private final Jobs jobs;
    private final MemoryConfig config;

    Teller(Ledger ledger, Rows rows, Vault vault, Embedded embedded, Room room, Jobs jobs, MemoryConfig config) {
        this.ledger = ledger;
        this.rows = rows;
        this.vault = vault;
        this.embedded = embedded;
        this.room = room;
        this.jobs = jobs;
        this.config = config;
    }

    /** A memory that was told, with nothing wrong about it. */
    public record Told(
            NewMemory said,
            Instant now,
            Kind kind,
            Known known,
            Instant from,
            Optional<Instant> expires,
            String hash) {}

    /** Before a profile is made for it. */
    public Told check(NamespacePlan plan, NewMemory told) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Kind kind = Recaller.kind(CODE, told.type());
        told.sessionId().ifPresent(session -> named("sessionId", session));
        content(config, told.content());
        Known known = known(
                plan,
                told.content(),
                told.key(),
                told.metadata().orElse(Map.of()),
                told.acl().orElse(List.of()));
        Instant from = told.validFrom().orElse(now);
        ordered(from, told.validTo());
        importance(told.importance().orElse(IMPORTANCE));
        Optional<Instant> expires = told.ttl().map(ttl -> now.plus(ttl(ttl)));
        if (expires.isEmpty() && kind == Kind.task) expires = Optional.of(now.plus(plan.taskLife()));
        return new Told(
                told,
                now,
                kind,
                known,
                from,
                expires,
                hash(kind, known, told.sessionId(), told.validFrom(), told.validTo()));
    }

    private static String hash(
            Kind kind, Known known, Optional<String> session, Optional<Instant> from, Optional<Instant> to) {
        return Marks.hash(
                kind.name(),
                known.content(),
                known.key().orElse(""),
                session.orElse(""),
                Ledger.readers(known.acl()),
                from.map(Instant::toString).orElse(""),
                to.map(Instant::toString).orElse(""),
                known.metadata().toString());
    }

    /** @return its id: of one that says the same already, or of a new one */
    public String tell(ProfileRow profile, Told made) {
        NewMemory told = made.said;
        Instant now = made.now;
        Kind kind = made.kind;
        Known known = made.known;
        String hash = made.hash;
        Optional<MemoryRow> same = ledger.told(profile, hash, made.from);
        String id = same.map(row -> row.id).orElseGet(Ids::next);
        if (same.isPresent() && !changes(same.get(), made)) return id;
        if (same.isEmpty()) room.require(profile);
        Optional<MadeVector> vector = vector(known);
        Change change = new Change();
        if (vector.isEmpty()) embedLater(profile, change);
        ledger.apply(
                profile,
                change.put(new Change.NewMemory(
                        id,
                        Optional.empty(),
                        kind,
                        "told",
                        told.sessionId(),
                        hash,
                        now.toEpochMilli(),
                        told.importance().orElse(same.map(row -> row.importance).orElse(IMPORTANCE)),
                        now,
                        same.map(row -> row.validFrom).orElse(made.from),
                        told.validTo(),
                        made.expires,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        known,
                        vector)));
        // Told twice at a time it is kept once, under the id of the first.
        return ledger.told(profile, hash, made.from).map(row -> row.id).orElse(id);
    }

    /** Whichever job of the profile is the last makes the vectors that are still to be made. */
    private void embedLater(ProfileRow profile, Change change) {
        if (jobs.open(profile) == 0)
            change.job(new Change.NewJob(Ids.next(), "embed", List.of(), rows.write(NOTHING), Change.Finished.no));
    }

    /** What is told again holds as it is told now; a task keeps its end where none is told. */
    private static boolean changes(MemoryRow row, Told made) {
        boolean holdsLonger = row.expiresAt != null && made.kind != Kind.task;
        boolean weighsElse =
                made.said.importance().filter(told -> told != row.importance).isPresent();
        return made.said.ttl().isPresent() || holdsLonger || weighsElse;
    }

    /**
     * @param profile as it was before the memory was read
     * @return whether it was done; else the profile has changed since, and the memory may be another or gone
     */
    public boolean correct(ProfileRow profile, NamespacePlan plan, MemoryRow row, Correction correction) {
        Known before = rows.known(row, vault.box(profile));
        correction.content().ifPresent(sent -> content(config, sent));
        String content = correction.content().orElse(before.content());
        Known known = known(
                plan,
                content,
                correction.key().or(before::key).filter(key -> !key.isEmpty()),
                correction.metadata().orElse(before.metadata()),
                correction.acl().orElse(before.acl()));
        boolean same = content.equals(before.content());
        Known kept = new Known(
                same ? before.summary() : known.summary(),
                known.content(),
                same ? before.embedded() : Optional.empty(),
                known.key(),
                before.sources(),
                known.entities(),
                known.suspicious(),
                known.metadata(),
                known.acl());
        Kind kind = correction.type().map(word -> Recaller.kind(CODE, word)).orElse(Kind.valueOf(row.kind));
        Set<String> unset = unset(correction);
        Instant from = correction.validFrom().orElse(row.validFrom);
        Optional<Instant> to = correction
                .validTo()
                .or(() -> Optional.ofNullable(row.supersededAt == null ? row.validTo : row.endsAt))
                .filter(end -> !unset.contains(VALID_TO));
        ordered(from, to);
        Optional<MadeVector> vector = vector(kept);
        Change change = new Change();
        if (vector.isEmpty()) embedLater(profile, change);
        return ledger.apply(
                profile,
                profile.version,
                change.put(new Change.NewMemory(
                        row.id,
                        Optional.ofNullable(row.name),
                        kind,
                        row.name == null ? row.origin : Maker.CORRECTED,
                        Optional.ofNullable(row.session),
                        row.name == null && changes(correction)
                                ? hash(kind, kept, Optional.ofNullable(row.session), correction.validFrom(), to)
                                : row.hash,
                        row.place,
                        importance(correction.importance().orElse(row.importance)),
                        row.recordedAt,
                        from,
                        to,
                        unset.contains(TTL) ? Optional.empty() : expires(plan, row, kind, correction),
                        Optional.ofNullable(row.supersededAt),
                        Optional.ofNullable(row.supersededBy),
                        Optional.ofNullable(row.endsAt),
                        kept,
                        vector)));
    }

    private static Set<String> unset(Correction correction) {
        Set<String> unset = Set.copyOf(correction.unset().orElse(List.of()));
        if (!Set.of(VALID_TO, TTL).containsAll(unset))
            throw new Problem.Invalid(CODE, "unset names validTo, ttl, or both");
        if (unset.contains(VALID_TO) && correction.validTo().isPresent()
                || unset.contains(TTL) && correction.ttl().isPresent())
            throw new Problem.Invalid(CODE, "what unset names is not set at the same time");
        return unset;
    }

    /** Whether it says something else, so that what it was told as is not there any more. */
    private static boolean changes(Correction correction) {
        return correction.content().isPresent()
                || correction.type().isPresent()
                || correction.key().isPresent()
                || correction.validFrom().isPresent()
                || correction.validTo().isPresent()
                || correction.unset().orElse(List.of()).contains(VALID_TO)
                || correction.metadata().isPresent()
                || correction.acl().isPresent();
    }

    /** What becomes a task expires as tasks do, and what is none any more does not. */
    private static Optional<Instant> expires(NamespacePlan plan, MemoryRow row, Kind kind, Correction correction) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        if (correction.ttl().isPresent())
            return Optional.of(now.plus(ttl(correction.ttl().get())));
        Kind before = Kind.valueOf(row.kind);
        if (kind == before) return Optional.ofNullable(row.expiresAt);
        if (kind == Kind.task) return Optional.of(now.plus(plan.taskLife()));
        return before == Kind.task ? Optional.empty() : Optional.ofNullable(row.expiresAt);
    }

    /** Without one it is found by its words, and a later job makes it. */
    private Optional<MadeVector> vector(Known known) {
        try {
            return Optional.of(embedded.of(List.of(known)).getFirst());
        } catch (EmbeddingFailed e) {
            return Optional.empty();
        }
    }

    private Known known(
            NamespacePlan plan,
            String content,
            Optional<String> key,
            Map<String, JsonNode> metadata,
            List<String> acl) {
        Redaction redaction = new Redaction(plan.redact());
        String kept = redaction.of(content.strip()).text();
        key.ifPresent(Teller::key);
        readers(acl);
        metadata(metadata);
        return new Known(
                Beginning.of(kept, SUMMARY_CHARS_MAX),
                kept,
                Optional.empty(),
                key.map(word -> redaction.of(word.strip()).text()).filter(word -> !word.isEmpty()),
                List.of(),
                Entities.in(kept),
                Suspicion.of(kept) || key.filter(Suspicion::of).isPresent(),
                redacted(redaction, metadata),
                acl);
    }

    static void key(String key) {
        if (key.length() > KEY_CHARS_MAX)
            throw new Problem.Invalid(CODE, "a key has %d characters at most".formatted(KEY_CHARS_MAX));
    }

    static double importance(double importance) {
        if (!(importance >= 0 && importance <= 1))
            throw new Problem.Invalid(CODE, "importance is between 0 and 1, not " + importance);
        return importance;
    }

    static void content(MemoryConfig config, String content) {
        if (content.isBlank()) throw new Problem.Invalid(CODE, "content is not blank");
        if (content.getBytes(StandardCharsets.UTF_8).length > config.contentBytesMax())
            throw new Problem.TooLarge(
                    "memory-content",
                    "content has %d bytes at most; cut it into several".formatted(config.contentBytesMax()));
    }

    static void readers(List<String> acl) {
        if (acl.size() > READERS_MAX || acl.stream().anyMatch(Teller::noReader))
            throw new Problem.Invalid(
                    CODE,
                    "acl names at most %d readers, of 1 to %d characters each, without line breaks and other control characters"
                            .formatted(READERS_MAX, READER_CHARS_MAX));
    }

    private static boolean noReader(String reader) {
        return reader.isBlank() || reader.length() > READER_CHARS_MAX || hasControls(reader);
    }

    static void metadata(Map<String, JsonNode> metadata) {
        if (metadata.toString().length() > METADATA_CHARS_MAX)
            throw new Problem.Invalid(CODE, "metadata has %d characters at most".formatted(METADATA_CHARS_MAX));
    }

    /** What is taken out of texts is taken out of what stands beside them. */
    static Map<String, JsonNode> redacted(Redaction redaction, Map<String, JsonNode> metadata) {
        Map<String, JsonNode> kept = new LinkedHashMap<>();
        metadata.forEach(
                (name, value) -> kept.put(free(redaction, name, kept::containsKey), redacted(redaction, name, value)));
        return kept;
    }

    /** Two names that are taken out stay two. */
    private static String free(Redaction redaction, String name, Predicate<String> taken) {
        String kept = redaction.of(name).text();
        String free = kept;
        for (int i = 2; taken.test(free); i++) free = kept + " " + i;
        return free;
    }

    /** A value stands behind its name: {@code {"pin": 1234}} is one. */
    private static JsonNode redacted(Redaction redaction, String name, JsonNode value) {
        if (value.isTextual() || value.isNumber()) {
            String text = redaction.of(value.asText()).text();
            String named = redaction.of(name + ": " + text).text();
            String kept = named.endsWith(": " + text) ? text : named.substring(named.indexOf(": ") + 2);
            return kept.equals(value.asText()) ? value : TextNode.valueOf(kept);
        }
        if (value instanceof ObjectNode object) {
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            object.properties()
                    .forEach(each -> kept.set(
                            free(redaction, each.getKey(), kept::has),
                            redacted(redaction, each.getKey(), each.getValue())));
            return kept;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode kept = JsonNodeFactory.instance.arrayNode();
            array.forEach(each -> kept.add(redacted(redaction, name, each)));
            return kept;
        }
        return value;
    }

    /** Of a session, a message or a profile. */
    public static String named(String what, String name) {
        if (name.isBlank()
                || !StandardCharsets.UTF_8.newEncoder().canEncode(name)
                || name.length() > NAME_CHARS_MAX
                || hasControls(name)
                || name.equals(".")
                || name.equals(".."))
            throw new Problem.Invalid(
                    CODE,
                    "%s has 1 to %d characters, no control characters and no half of a surrogate pair, is not blank, and is not . or .., which no path can name"
                            .formatted(what, NAME_CHARS_MAX));
        return name;
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(letter -> letter < ' ' || letter == 127);
    }

    /** Days can be counted from it, and the database can keep it. */
    static void time(String code, String what, Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(END))
            throw new Problem.Invalid(code, "%s is of the years 1 to 9999".formatted(what));
    }

    private static void ordered(Instant from, Optional<Instant> to) {
        time(CODE, "validFrom", from);
        to.ifPresent(end -> time(CODE, "validTo", end));
        if (to.isPresent() && to.get().isBefore(from))
            throw new Problem.Invalid(CODE, "validTo is not before validFrom");
    }

    private static Duration ttl(String text) {
        try {
            Duration ttl = Duration.parse(text);
            if (ttl.isPositive() && ttl.compareTo(TTL_MAX) <= 0) return ttl;
        } catch (DateTimeException e) {
            // told below, as every other one that is none
        }
        throw new Problem.Invalid(
                CODE, "ttl is a duration such as P7D or PT1H, of %d days at most".formatted(TTL_MAX.toDays()));
    }
}
