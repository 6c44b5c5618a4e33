package dev.mayfly.memory.asking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.mayfly.bindings.json.StrictJson;
import dev.mayfly.bindings.memory.Memory.Counts;
import dev.mayfly.bindings.memory.Memory.Imported;
import dev.mayfly.bindings.memory.Memory.LineProblem;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.deriving.Suspicion;
import dev.mayfly.memory.deriving.Turn;
import dev.mayfly.memory.making.Maker;
import dev.mayfly.memory.making.Worker;
import dev.mayfly.memory.recall.Stored;
import dev.mayfly.memory.store.Change;
import dev.mayfly.memory.store.Ids;
import dev.mayfly.memory.store.Known;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.Ledger.NewMessage;
import dev.mayfly.memory.store.Marks;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.MessageRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Rows;
import dev.mayfly.memory.store.Said;
import dev.mayfly.memory.store.Vault;
import dev.mayfly.retrieval.embedding.Embeddings;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A profile as lines of JSON, and lines as a profile: nothing is lost on the way, and nothing comes back that was forgotten. */
@ApplicationScoped
@RegisterForReflection(targets = {Transfer.Line.class})
public class Transfer {
    private static final String CODE = "invalid-import";
    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0);
    private static final int PROBLEMS_MAX = 100;
    private static final String END = "end";
    /** What cursors begin with: others are of exports that had their parts in another order. */
    private static final String CURSORS = "2";

    /** What is made of messages says more than one of them: when it was said, by whom, which days it means. */
    private static final int MADE_OF = 2;

    private static final int SOURCES_MAX = 5_000;
    private static final int ENTITIES_MAX = 20_000;
    private static final int ENTITY_CHARS_MAX = 1_000;
    private static final int EXCERPT_MAX = 1_000;
    private static final Set<String> ORIGINS = new TreeSet<>(Set.of("told", "derived", "model", "corrected"));
    /** Rows; those of a page may be the largest there are. */
    private static final int READ_AT_A_TIME = 100;

    private static final int SESSIONS_AT_A_TIME = 100;
    /** About how many bytes a line has beside texts and vectors, and how many are written for a byte of those. */
    private static final int LINE_BYTES = 600;

    private static final double WRITTEN_A_BYTE = 1.35;

    private final Ledger ledger;
    private final Rows rows;
    private final Vault vault;
    private final Worker worker;
    private final Room room;
    private final MemoryConfig config;
    private final Embeddings embeddings;
    private final ObjectReader reader;

    Transfer(
            Ledger ledger,
            Rows rows,
            Vault vault,
            Worker worker,
            Room room,
            MemoryConfig config,
            Embeddings embeddings,
            ObjectMapper json) {
        this.embeddings = embeddings;
        this.ledger = ledger;
        this.rows = rows;
        this.vault = vault;
        this.worker = worker;
        this.room = room;
        this.config = config;
        this.reader = StrictJson.reader(json).forType(Line.class);
    }

    /** One line: exactly one of them. */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record Line(
            Optional<MessageLine> message,
            Optional<MemoryLine> memory,
            Optional<String> forgotten,
            Optional<String> cursor) {
        static Line of(MessageLine message) {
            return new Line(Optional.of(message), Optional.empty(), Optional.empty(), Optional.empty());
        }

        static Line of(MemoryLine memory) {
            return new Line(Optional.empty(), Optional.of(memory), Optional.empty(), Optional.empty());
        }

        static Line ofMark(String hash) {
            return new Line(Optional.empty(), Optional.empty(), Optional.of(hash), Optional.empty());
        }

        static Line ofCursor(String cursor) {
            return new Line(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(cursor));
        }
    }

    /** A message, as it was kept. */
    public record MessageLine(String sessionId, String id, String hash, Instant at, Said said) {
        public MessageLine {
            there(sessionId, id, hash, at, said);
            there(said.role(), said.content(), said.acl(), said.metadata());
            there(said.acl().toArray());
        }
    }

    /** A memory, as it was kept. */
    public record MemoryLine(
            String id,
            Optional<String> name,
            Kind type,
            String origin,
            Optional<String> sessionId,
            String hash,
            long place,
            double importance,
            Instant recordedAt,
            Instant validFrom,
            Optional<Instant> validTo,
            Optional<Instant> expiresAt,
            Optional<Instant> supersededAt,
            Optional<String> supersededBy,
            Optional<Instant> ends,
            Known known,
            Optional<String> model,
            Optional<String> vector) {
        public MemoryLine {
            there(id, type, origin, hash, recordedAt, validFrom, known);
            there(known.summary(), known.content(), known.sources(), known.metadata(), known.acl());
            there(known.acl().toArray());
            there(known.sources().toArray());
            for (Stored.Source source : known.sources())
                there(source.messageId(), source.sessionId(), source.at(), source.speaker(), source.excerpt());
        }
    }

    /** What JSON leaves out its reader makes null. */
    private static void there(@Nullable Object... parts) {
        for (Object part : parts) if (part == null) throw new IllegalArgumentException("a part of the line is missing");
    }

    /** Lines of one page, until it is full: of so many bytes at most, but for the last line. */
    private final class Lines {
        private final StringBuilder text = new StringBuilder();
        private final int bytesMax = config.exportBytes();
        private int left = config.exportLines();
        private int bytes;

        void add(Line line) {
            String written = rows.write(line);
            text.append(written).append('\n');
            bytes += written.getBytes(StandardCharsets.UTF_8).length + 1;
            left--;
        }

        /** How many rows may be read for it now. */
        int room() {
            return isFull() ? 0 : Math.min(READ_AT_A_TIME, left);
        }

        boolean isFull() {
            return bytes >= bytesMax || left <= 0;
        }

        /** @return where to go on: after all rows that were read, or after the last one there was room for */
        <T> String addAll(List<T> page, int room, Function<T, Line> line, Function<T, String> after, String done) {
            for (T row : page) {
                add(line.apply(row));
                if (isFull()) return after.apply(row);
            }
            return page.size() == room ? after.apply(page.getLast()) : done;
        }

        /** A session that a page has no room for begins the next one, and is torn only where it is more than a page. */
        boolean hasRoomFor(Ledger.SessionSize session) {
            double more = (double) session.rows() * LINE_BYTES + WRITTEN_A_BYTE * session.bytes();
            return text.isEmpty() || session.rows() <= left && bytes + more <= bytesMax;
        }
    }

    /**
     * First what keeps memories from being made, or a page would make them before that is heard of; then sessions whole, each with its messages and what was
     * made of them, so that nothing has to be made anew where a page is imported before the next one; then memories of no session; then the other hashes of
     * what was forgotten. A cursor is a letter, and after what to go on.
     */
    public String export(ProfileRow profile, Optional<String> cursor) {
        String at =
                cursor.filter(given -> !given.isEmpty()).map(Transfer::opened).orElse("k");
        Lines lines = new Lines();
        Vault.Box box = vault.box(profile);
        boolean full = false;
        while (!full && !at.equals(END) && lines.room() > 0) {
            String next = next(profile, box, at, lines);
            full = next.equals(at);
            at = next;
        }
        if (!at.equals(END)) lines.add(Line.ofCursor(closed(at)));
        return lines.text.toString();
    }

    /** @return where to go on; the same again when what comes next has no room */
    private String next(ProfileRow profile, Vault.Box box, String at, Lines lines) {
        String after = at.isEmpty() ? "" : at.substring(1);
        return switch (at.isEmpty() ? ' ' : at.charAt(0)) {
            case 'k' -> marks(profile, Ledger.MarksOf.made, after, lines, "n");
            case 'n' -> sessions(profile, box, after, lines);
            case 'm' -> messages(profile, box, Within.of(after), lines);
            case 'd' -> memories(profile, box, Within.of(after), lines);
            case 'i' -> {
                int room = lines.room();
                yield lines.addAll(
                        ledger.afterOfNone(profile, after, room),
                        room,
                        row -> Line.of(memory(row, box)),
                        row -> "i" + row.id,
                        "h");
            }
            case 'h' -> marks(profile, Ledger.MarksOf.others, after, lines, END);
            default -> throw noCursor();
        };
    }

    /** A place within a session: its name's length, its name, and after what. */
    private record Within(String session, String after) {
        static Within of(String text) {
            String[] parts = text.split(" ", 2);
            int length = (int) number(parts[0]);
            if (parts.length < 2 || length < 0 || length > parts[1].length()) throw noCursor();
            return new Within(parts[1].substring(0, length), parts[1].substring(length));
        }

        String after(String last) {
            return session.length() + " " + session + last;
        }
    }

    private String sessions(ProfileRow profile, Vault.Box box, String after, Lines lines) {
        String done = "n" + after;
        List<Ledger.SessionSize> sessions = ledger.sessionsAfter(profile, after, SESSIONS_AT_A_TIME);
        for (Ledger.SessionSize session : sessions) {
            if (lines.room() == 0 || !lines.hasRoomFor(session)) return done;
            done = "n" + session.session();
            String at = "m" + new Within(session.session(), "").after("0");
            while (!at.equals(done)) {
                if (lines.room() == 0) return at;
                at = next(profile, box, at, lines);
            }
        }
        return sessions.isEmpty() ? "i" : done;
    }

    private String messages(ProfileRow profile, Vault.Box box, Within at, Lines lines) {
        int room = lines.room();
        return lines.addAll(
                ledger.messagesAfter(profile, at.session, number(at.after), room),
                room,
                row -> Line.of(new MessageLine(row.session, row.id, row.hash, row.saidAt, rows.said(row, box))),
                row -> "m" + at.after("" + row.seq),
                "d" + at.after(""));
    }

    private String memories(ProfileRow profile, Vault.Box box, Within at, Lines lines) {
        int room = lines.room();
        return lines.addAll(
                ledger.after(profile, at.session, at.after, room),
                room,
                row -> Line.of(memory(row, box)),
                row -> "d" + at.after(row.id),
                "n" + at.session);
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw noCursor();
        }
    }

    private static String closed(String cursor) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((CURSORS + cursor).getBytes(StandardCharsets.UTF_8));
    }

    private static String opened(String cursor) {
        try {
            String opened = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (!opened.startsWith(CURSORS)) throw noCursor();
            return opened.substring(CURSORS.length());
        } catch (IllegalArgumentException e) {
            throw noCursor();
        }
    }

    private static Problem noCursor() {
        return new Problem.Invalid(CODE, "the cursor is none of ours; begin without one");
    }

    private MemoryLine memory(MemoryRow row, Vault.Box box) {
        return new MemoryLine(
                row.id,
                Optional.ofNullable(row.name),
                Kind.valueOf(row.kind),
                row.origin,
                Optional.ofNullable(row.session),
                row.hash,
                row.place,
                row.importance,
                row.recordedAt,
                row.validFrom,
                Optional.ofNullable(row.validTo),
                Optional.ofNullable(row.expiresAt),
                Optional.ofNullable(row.supersededAt),
                Optional.ofNullable(row.supersededBy),
                Optional.ofNullable(row.endsAt),
                rows.known(row, box),
                Optional.of(row.model).filter(model -> !model.isEmpty()),
                rows.vector(row, box).map(Base64.getEncoder()::encodeToString));
    }

    private String marks(ProfileRow profile, Ledger.MarksOf which, String at, Lines lines, String done) {
        int room = lines.room();
        String phase = which == Ledger.MarksOf.made ? "k" : "h";
        return lines.addAll(
                ledger.marksAfter(profile, which, at, room), room, Line::ofMark, hash -> phase + hash, done);
    }

    /** @param restore whether what was forgotten here comes back */
    public Imported take(ProfileRow profile, String text, boolean restore) {
        Taking lines = new Taking();
        lines.read(text);
        room.require(profile);
        if (!lines.marks.isEmpty() && ledger.marks(profile) + lines.marks.size() > config.marksMax())
            throw new Problem.LimitReached(
                    "memory-forgotten",
                    "a profile takes marks of what was forgotten up to %d in all".formatted(config.marksMax()));
        int messages = 0;
        int forgotten = 0;
        int unchanged = 0;
        Set<String> kept = new TreeSet<>();
        for (Map.Entry<String, Map<String, NewMessage>> session : lines.messages.entrySet()) {
            Ledger.Ingested done =
                    messages(profile, session.getKey(), session.getValue().values(), restore, kept);
            kept.add(session.getKey());
            messages += done.added();
            forgotten += done.forgotten();
            unchanged += done.unchanged();
        }
        Taken taken = memories(profile, lines, restore);
        worker.wake();
        return new Imported(
                messages,
                taken.change.puts(),
                lines.marks.size(),
                unchanged + taken.unchanged,
                forgotten + taken.forgotten,
                lines.problems,
                Optional.of(taken.job));
    }

    /** @param kept sessions before it: where this one is refused they are made use of all the same */
    private Ledger.Ingested messages(
            ProfileRow profile, String session, Collection<NewMessage> messages, boolean restore, Set<String> kept) {
        try {
            return ledger.ingest(
                    profile,
                    session,
                    List.copyOf(messages),
                    Ledger.There.stays,
                    restore,
                    new Ledger.Bounds(config.messagesMax(), config.sessionMessagesMax(), config.sessionBytesMax()),
                    counts -> new Change.NewJob(
                            counts.job(), "import", List.of(), rows.write(NOTHING), Change.Finished.yes));
        } catch (Problem refused) {
            if (!kept.isEmpty()) {
                ledger.apply(profile, new Change().job(job(Ids.next(), kept)));
                worker.wake();
            }
            throw refused;
        }
    }

    private Change.NewJob job(String id, Set<String> sessions) {
        return new Change.NewJob(id, "import", List.copyOf(sessions), rows.write(NOTHING), Change.Finished.no);
    }

    private record Taken(Change change, int unchanged, int forgotten, String job) {}

    private Taken memories(ProfileRow profile, Taking lines, boolean restore) {
        for (int attempt = 0; attempt < Ledger.Snapshot.RETRIES_MAX; attempt++) {
            long version = ledger.version(profile);
            Taken taken = taken(profile, lines, restore);
            if (ledger.apply(profile, version, taken.change)) return taken;
            Ledger.Snapshot.pause(attempt);
        }
        throw new Problem.Unavailable("the profile changes all the time; try again");
    }

    private Taken taken(ProfileRow profile, Taking lines, boolean restore) {
        Change change = new Change();
        Set<String> there = new HashSet<>();
        if (!lines.memories.isEmpty())
            ledger.find(profile, lines.memories.keySet()).forEach(row -> there.add(row.id));
        Map<Place, Cited> said = said(profile, lines);
        Set<String> marks = new HashSet<>();
        lines.memories.values().forEach(memory -> marks.addAll(marks(memory, said)));
        Set<String> marked = restore ? Set.of() : ledger.forgotten(profile, marks);
        if (restore) change.unmark(marks);
        int unchanged = 0;
        int forgotten = 0;
        for (MemoryLine memory : lines.memories.values()) {
            if (there.contains(memory.id)) unchanged++;
            else if (marks(memory, said).stream().anyMatch(marked::contains) || !isSaid(memory, said)) forgotten++;
            else change.put(memory(memory));
        }
        Set<String> sessions = new TreeSet<>(lines.messages.keySet());
        lines.memories.values().stream()
                .filter(memory -> memory.name.isPresent())
                .forEach(memory -> memory.sessionId.ifPresent(sessions::add));
        String job = Ids.next();
        if (!restore) news(profile, lines.marks).forEach(change::mark);
        change.job(job(job, sessions));
        return new Taken(change, unchanged, forgotten, job);
    }

    /** Marks without those of what is here: it was forgotten there, and here it is told, or was restored. */
    private Set<String> news(ProfileRow profile, Set<String> marks) {
        if (marks.isEmpty()) return marks;
        Set<String> here = here(profile);
        Set<String> news = new TreeSet<>();
        for (String mark : marks) if (!here.contains(mark.substring(mark.indexOf('/') + 1))) news.add(mark);
        return news;
    }

    private Set<String> here(ProfileRow profile) {
        Vault.Box box = vault.box(profile);
        Set<String> here = new HashSet<>();
        Map<Place, Cited> said = new HashMap<>();
        long seq = 0;
        List<MessageRow> messages;
        do {
            messages = ledger.messagesAfter(profile, seq, READ_AT_A_TIME);
            for (MessageRow row : messages) {
                Said says = rows.said(row, box);
                here.addAll(Marks.ofMessage(row, says).all());
                said.put(new Place(row.session, row.id), Cited.of(row, says));
            }
            if (!messages.isEmpty()) seq = messages.getLast().seq;
        } while (messages.size() == READ_AT_A_TIME);
        String id = "";
        List<MemoryRow> memories;
        do {
            memories = ledger.after(profile, id, READ_AT_A_TIME);
            for (MemoryRow row : memories) {
                here.add(Marks.ofMemoryId(row.id));
                Optional.ofNullable(row.name)
                        .ifPresent(name -> here.add(made(
                                Optional.ofNullable(row.session),
                                name,
                                rows.known(row, box).sources(),
                                said)));
            }
            if (!memories.isEmpty()) id = memories.getLast().id;
        } while (memories.size() == READ_AT_A_TIME);
        return here;
    }

    private record Place(String session, String message) {}

    /** Of a message here, what a memory that cites it is held against. */
    private record Cited(String text, String excerpt, String readers) {
        static Cited of(MessageRow row, Said said) {
            return new Cited(Marks.text(row.session, said.content()), Maker.excerpt(said.content()), row.readers);
        }
    }

    private static List<String> marks(MemoryLine memory, Map<Place, Cited> said) {
        List<String> marks = new ArrayList<>(List.of(Marks.ofMemoryId(memory.id)));
        memory.name.ifPresent(name -> marks.add(made(memory.sessionId, name, memory.known.sources(), said)));
        return marks;
    }

    private static String made(
            Optional<String> session, String name, List<Stored.Source> sources, Map<Place, Cited> said) {
        return Marks.ofMade(
                session.orElse(""),
                name,
                sources.stream()
                        .flatMap(source ->
                                Stream.ofNullable(said.get(new Place(source.sessionId(), source.messageId()))))
                        .map(Cited::text)
                        .toList());
    }

    /** What is made of messages comes back with all of them, as they say it here and to whom they say it, or not at all. */
    private static boolean isSaid(MemoryLine memory, Map<Place, Cited> said) {
        return memory.name.isEmpty()
                || memory.known.sources().stream().allMatch(source -> {
                    Cited cited = said.get(new Place(source.sessionId(), source.messageId()));
                    return cited != null
                            && cited.excerpt.equals(source.excerpt())
                            && Marks.isNamed(memory.name.get(), cited.readers)
                            && (memory.origin.equals(Maker.CORRECTED)
                                    || cited.readers.equals(Ledger.readers(memory.known.acl())));
                });
    }

    private Map<Place, Cited> said(ProfileRow profile, Taking lines) {
        Map<String, Set<String>> wanted = new HashMap<>();
        for (MemoryLine memory : lines.memories.values())
            for (Stored.Source source : memory.known.sources())
                wanted.computeIfAbsent(source.sessionId(), session -> new HashSet<>())
                        .add(source.messageId());
        Vault.Box box = vault.box(profile);
        Map<Place, Cited> said = new HashMap<>();
        wanted.forEach((session, ids) -> ledger.messages(profile, session, ids)
                .forEach(message ->
                        said.put(new Place(session, message.id), Cited.of(message, rows.said(message, box)))));
        return said;
    }

    private static Change.NewMemory memory(MemoryLine line) {
        return new Change.NewMemory(
                line.id,
                line.name,
                line.type,
                line.origin,
                line.sessionId,
                line.hash,
                line.place,
                line.importance,
                line.recordedAt,
                line.validFrom,
                line.validTo,
                line.expiresAt,
                line.supersededAt,
                line.supersededBy,
                line.ends,
                line.known.watched(Suspicion.of(line.known.content())),
                line.vector.map(text -> Change.MadeVector.of(
                        line.model.orElse(""), Base64.getDecoder().decode(text))));
    }

    /** Lines that were read, and what was wrong with others. */
    private final class Taking {
        private final Map<String, Map<String, NewMessage>> messages = new LinkedHashMap<>();
        private final Map<String, MemoryLine> memories = new LinkedHashMap<>();
        private final Map<List<String>, String> named = new HashMap<>();
        private final Set<String> marks = new TreeSet<>();
        private final List<LineProblem> problems = new ArrayList<>();

        void read(String text) {
            List<String> lines = text.lines().toList();
            if (lines.size() > config.importLinesMax())
                throw new Problem.TooLarge(
                        "memory-lines",
                        "%d lines are too many at a time; send %d".formatted(lines.size(), config.importLinesMax()));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).isBlank()) continue;
                try {
                    take(reader.readValue(lines.get(i)));
                } catch (JsonProcessingException | IllegalArgumentException | Problem e) {
                    String why = e instanceof JsonProcessingException flaw ? flaw.getOriginalMessage() : e.getMessage();
                    problems.add(new LineProblem(i + 1, CODE, String.valueOf(why)));
                    if (problems.size() == PROBLEMS_MAX)
                        throw new Problem.Invalid(CODE, "too many lines are none: line %d: %s".formatted(i + 1, why));
                }
            }
        }

        private void take(@Nullable Line line) {
            if (line == null) throw new IllegalArgumentException("null is no line");
            long parts = Stream.of(line.message(), line.memory(), line.forgotten(), line.cursor())
                    .filter(Optional::isPresent)
                    .count();
            if (parts != 1) throw new IllegalArgumentException("a line is a message, a memory, forgotten or a cursor");
            line.message().ifPresent(message -> {
                Said said = message.said();
                Turn.Role.valueOf(said.role());
                Teller.named("sessionId", message.sessionId());
                Teller.named("the id of a message", message.id());
                said.speaker().ifPresent(speaker -> Teller.named("a speaker", speaker));
                Teller.time(CODE, "at", message.at());
                text(said.content(), config.contentBytesMax(), said.acl(), said.metadata());
                messages.computeIfAbsent(message.sessionId(), session -> new LinkedHashMap<>())
                        .put(
                                message.id(),
                                new NewMessage(
                                        message.id(),
                                        Intake.hash(said, message.at()),
                                        Ledger.readers(said.acl()),
                                        message.at(),
                                        said,
                                        Marks.ofMessage(
                                                message.sessionId(),
                                                message.id(),
                                                said.content(),
                                                said.undated() ? Optional.empty() : Optional.of(message.at()))));
            });
            line.memory().ifPresent(memory -> {
                check(memory);
                // Two exports put together may tell one thing twice: the last line counts.
                memory.name()
                        .map(name -> named.put(List.of(memory.sessionId().orElse(""), name), memory.id()))
                        .ifPresent(memories::remove);
                memories.put(memory.id(), memory);
            });
            line.forgotten().ifPresent(mark -> {
                if (!Marks.isOne(mark)) throw new IllegalArgumentException("forgotten is no hash of ours");
                marks.add(mark);
            });
        }

        private void check(MemoryLine memory) {
            Known known = memory.known();
            Teller.named("the id of a memory", memory.id());
            memory.name().ifPresent(name -> Teller.named("the name of a memory", name));
            memory.sessionId().ifPresent(session -> Teller.named("sessionId", session));
            if (!ORIGINS.contains(memory.origin()))
                throw new IllegalArgumentException("origin is one of " + String.join(", ", ORIGINS));
            Teller.importance(memory.importance());
            Stream.of(
                            Optional.of(memory.recordedAt()),
                            Optional.of(memory.validFrom()),
                            memory.validTo(),
                            memory.expiresAt(),
                            memory.supersededAt(),
                            memory.ends())
                    .flatMap(Optional::stream)
                    .forEach(time -> Teller.time(CODE, "a time", time));
            text(known.content(), MADE_OF * config.contentBytesMax(), known.acl(), known.metadata());
            known.key().ifPresent(Teller::key);
            if (!Marks.isOne(memory.hash())) throw new IllegalArgumentException("hash is none of ours");
            memory.supersededBy().ifPresent(id -> Teller.named("supersededBy", id));
            memory.model().ifPresent(model -> Teller.named("model", model));
            int longest = MADE_OF * config.contentBytesMax();
            boolean tooLong = known.summary().length() > longest
                    || known.embedded().filter(text -> text.length() > longest).isPresent()
                    || known.sources().size() > SOURCES_MAX
                    || known.entities().size() > ENTITIES_MAX
                    || known.entities().stream().anyMatch(name -> name.length() > ENTITY_CHARS_MAX)
                    || known.sources().stream()
                            .anyMatch(source -> source.excerpt().length() > EXCERPT_MAX);
            if (tooLong) throw new IllegalArgumentException("a part of the memory is longer than what is made here");
            for (Stored.Source source : known.sources()) {
                Teller.named("the id of a message", source.messageId());
                Teller.named("sessionId", source.sessionId());
                Teller.named("a speaker", source.speaker());
            }
            memory.vector().ifPresent(vector -> {
                float[] numbers = Change.MadeVector.of(
                                memory.model().orElse(""), Base64.getDecoder().decode(vector))
                        .numbers();
                if (memory.model().equals(Optional.of(embeddings.model())) && !embedded(numbers))
                    throw new IllegalArgumentException("a vector of %s has %d numbers, and they are not all 0"
                            .formatted(embeddings.model(), embeddings.dimensions()));
            });
        }

        private boolean embedded(float[] numbers) {
            boolean points = false;
            for (float number : numbers) {
                if (!Float.isFinite(number)) return false;
                points |= number != 0;
            }
            return points && numbers.length == embeddings.dimensions();
        }

        private void text(String content, int bytesMax, List<String> acl, Map<String, JsonNode> metadata) {
            if (content.isBlank() || content.getBytes(StandardCharsets.UTF_8).length > bytesMax)
                throw new IllegalArgumentException("a text is not blank, and has %d bytes at most".formatted(bytesMax));
            Teller.readers(acl);
            Teller.metadata(metadata);
        }
    }
}
