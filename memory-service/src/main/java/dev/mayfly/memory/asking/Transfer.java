package dev.mayfly.memory.asking;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.mayfly.bindings.json.StrictJson;
import dev.mayfly.bindings.memory.Memory.Counts;
import dev.mayfly.bindings.memory.Memory.Imported;
import dev.mayfly.bindings.memory.Memory.LineProblem;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.deriving.Turn;
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
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    private static final int READ_AT_A_TIME = 500;
    /** A page can be imported again: requests have 16 MB at most. */
    private static final int EXPORT_CHARS_MAX = 8 * 1024 * 1024;

    private final Ledger ledger;
    private final Rows rows;
    private final Vault vault;
    private final Worker worker;
    private final Room room;
    private final MemoryConfig config;
    private final ObjectReader reader;

    Transfer(Ledger ledger, Rows rows, Vault vault, Worker worker, Room room, MemoryConfig config, ObjectMapper json) {
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
        }
    }

    /** What JSON leaves out its reader makes null. */
    private static void there(@Nullable Object... parts) {
        for (Object part : parts) if (part == null) throw new IllegalArgumentException("a part of the line is missing");
    }

    /** Lines of one page, until it is full. */
    private final class Lines {
        private final StringBuilder text = new StringBuilder();
        private int left = config.exportLines();

        void add(Line line) {
            text.append(rows.write(line)).append('\n');
            left--;
        }

        /** How many rows may be read for it now: so that few large ones are in memory at a time. */
        int room() {
            return text.length() >= EXPORT_CHARS_MAX ? 0 : Math.min(READ_AT_A_TIME, left);
        }
    }

    public String export(ProfileRow profile, Optional<String> cursor) {
        String at = cursor.orElse("s0");
        Lines lines = new Lines();
        Vault.Box box = vault.box(profile);
        while (!at.equals(END) && lines.room() > 0)
            at = switch (at.isEmpty() ? ' ' : at.charAt(0)) {
                case 's' -> messages(profile, box, at.substring(1), lines);
                case 'i' -> memories(profile, box, at.substring(1), lines);
                case 'h' -> marks(profile, at.substring(1), lines);
                default -> throw noCursor();
            };
        if (!at.equals(END)) lines.add(Line.ofCursor(at));
        return lines.text.toString();
    }

    private String messages(ProfileRow profile, Vault.Box box, String at, Lines lines) {
        int room = lines.room();
        List<MessageRow> page = ledger.messagesAfter(profile, number(at), room);
        for (MessageRow row : page)
            lines.add(Line.of(new MessageLine(row.session, row.id, row.hash, row.saidAt, rows.said(row, box))));
        return page.size() == room ? "s" + page.getLast().seq : "i";
    }

    private static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw noCursor();
        }
    }

    private static Problem noCursor() {
        return new Problem.Invalid(CODE, "the cursor is none of ours; begin without one");
    }

    private String memories(ProfileRow profile, Vault.Box box, String at, Lines lines) {
        int room = lines.room();
        List<MemoryRow> page = ledger.after(profile, at, room);
        for (MemoryRow row : page) lines.add(Line.of(memory(row, box)));
        return page.size() == room ? "i" + page.getLast().id : "h";
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

    private String marks(ProfileRow profile, String at, Lines lines) {
        int room = lines.room();
        List<String> page = ledger.marksAfter(profile, at, room);
        page.forEach(hash -> lines.add(Line.ofMark(hash)));
        return page.size() == room ? "h" + page.getLast() : END;
    }

    /** @param restore whether what was forgotten here comes back */
    public Imported take(ProfileRow profile, String text, boolean restore) {
        Taking lines = new Taking();
        lines.read(text);
        room.require(profile);
        int messages = 0;
        int forgotten = 0;
        int unchanged = 0;
        for (Map.Entry<String, List<NewMessage>> session : lines.messages.entrySet()) {
            Ledger.Ingested done = ledger.ingest(
                    profile,
                    session.getKey(),
                    session.getValue(),
                    restore,
                    config.messagesMax(),
                    config.sessionMessagesMax(),
                    counts -> new Change.NewJob(
                            counts.job(), "import", List.of(), rows.write(NOTHING), Change.Finished.yes));
            messages += done.added() + done.updated();
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

    private record Taken(Change change, int unchanged, int forgotten, String job) {}

    private Taken memories(ProfileRow profile, Taking lines, boolean restore) {
        Change change = new Change();
        Set<String> there = new HashSet<>();
        if (!lines.memories.isEmpty())
            ledger.find(profile, lines.memories.keySet()).forEach(row -> there.add(row.id));
        Set<String> marks = new HashSet<>();
        lines.memories.values().forEach(memory -> marks.add(mark(memory)));
        Set<String> marked = restore ? Set.of() : ledger.forgotten(profile, marks);
        if (restore) marks.forEach(change::unmark);
        Map<String, Set<String>> said = said(profile, lines);
        int unchanged = 0;
        int forgotten = 0;
        for (MemoryLine memory : lines.memories.values()) {
            if (there.contains(memory.id)) unchanged++;
            else if (marked.contains(mark(memory)) || !isSaid(memory, said)) forgotten++;
            else change.put(memory(memory));
        }
        Set<String> sessions = new TreeSet<>(lines.messages.keySet());
        String job = Ids.next();
        if (!restore) news(profile, lines.marks).forEach(change::mark);
        change.job(new Change.NewJob(job, "import", List.copyOf(sessions), rows.write(NOTHING), Change.Finished.no));
        ledger.apply(profile, change);
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
        long seq = 0;
        List<MessageRow> messages;
        do {
            messages = ledger.messagesAfter(profile, seq, READ_AT_A_TIME);
            messages.forEach(row ->
                    here.add(Marks.ofMessage(row.session, rows.said(row, box).content())));
            if (!messages.isEmpty()) seq = messages.getLast().seq;
        } while (messages.size() == READ_AT_A_TIME);
        String id = "";
        List<MemoryRow> memories;
        do {
            memories = ledger.after(profile, id, READ_AT_A_TIME);
            memories.forEach(row ->
                    here.add(Marks.ofMemory(row.kind, rows.known(row, box).content())));
            if (!memories.isEmpty()) id = memories.getLast().id;
        } while (memories.size() == READ_AT_A_TIME);
        return here;
    }

    private static String mark(MemoryLine memory) {
        return Marks.ofMemory(memory.type.name(), memory.known.content());
    }

    /** What is made of messages comes back with all of them, or not at all. */
    private static boolean isSaid(MemoryLine memory, Map<String, Set<String>> said) {
        return memory.name.isEmpty()
                || memory.known.sources().stream()
                        .allMatch(source ->
                                said.getOrDefault(source.sessionId(), Set.of()).contains(source.messageId()));
    }

    private Map<String, Set<String>> said(ProfileRow profile, Taking lines) {
        Map<String, Set<String>> cited = new HashMap<>();
        for (MemoryLine memory : lines.memories.values())
            for (Stored.Source source : memory.known.sources())
                cited.computeIfAbsent(source.sessionId(), session -> new HashSet<>())
                        .add(source.messageId());
        Map<String, Set<String>> said = new HashMap<>();
        cited.forEach((session, ids) -> {
            Set<String> found = new HashSet<>();
            ledger.messages(profile, session, ids).forEach(message -> found.add(message.id));
            said.put(session, found);
        });
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
                line.known,
                line.vector.map(text -> Change.MadeVector.of(
                        line.model.orElse(""), Base64.getDecoder().decode(text))));
    }

    /** Lines that were read, and what was wrong with others. */
    private final class Taking {
        private final Map<String, List<NewMessage>> messages = new LinkedHashMap<>();
        private final Map<String, MemoryLine> memories = new LinkedHashMap<>();
        private final Set<String> marks = new TreeSet<>();
        private final List<LineProblem> problems = new ArrayList<>();

        void read(String text) {
            List<String> lines = text.lines().toList();
            if (lines.size() > config.importLinesMax())
                throw new Problem.LimitReached(
                        "memory-lines",
                        "%d lines are too many at a time; send %d".formatted(lines.size(), config.importLinesMax()));
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).isBlank()) continue;
                try {
                    take(reader.readValue(lines.get(i)));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    String why = e instanceof JsonProcessingException flaw ? flaw.getOriginalMessage() : e.getMessage();
                    problems.add(new LineProblem(i + 1, CODE, String.valueOf(why)));
                    if (problems.size() == PROBLEMS_MAX)
                        throw new Problem.Invalid(CODE, "too many lines are none: line %d: %s".formatted(i + 1, why));
                }
            }
        }

        private void take(Line line) {
            long parts = Stream.of(line.message(), line.memory(), line.forgotten(), line.cursor())
                    .filter(Optional::isPresent)
                    .count();
            if (parts != 1) throw new IllegalArgumentException("a line is a message, a memory, forgotten or a cursor");
            line.message().ifPresent(message -> {
                Turn.Role.valueOf(message.said().role());
                within(message.said().content());
                messages.computeIfAbsent(message.sessionId(), session -> new ArrayList<>())
                        .add(new NewMessage(
                                message.id(),
                                message.hash(),
                                Ledger.readers(message.said().acl()),
                                message.at(),
                                message.said(),
                                Marks.ofMessage(
                                        message.sessionId(), message.said().content())));
            });
            line.memory().ifPresent(memory -> {
                within(memory.known().content());
                if (!(memory.importance() >= 0 && memory.importance() <= 1))
                    throw new IllegalArgumentException("importance is between 0 and 1");
                memories.put(memory.id(), memory);
            });
            line.forgotten().ifPresent(marks::add);
        }

        private void within(String content) {
            if (content.length() > config.contentBytesMax())
                throw new IllegalArgumentException("a text has %d bytes at most".formatted(config.contentBytesMax()));
        }
    }
}
