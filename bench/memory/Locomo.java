import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Conversations in LoCoMo's format: an array of them, or one, as JSON, packed or not. */
final class Locomo {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern TURN = Pattern.compile("D\\d+:\\d+");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("h:mm a 'on' d MMMM, yyyy")
            .toFormatter(Locale.ENGLISH);

    record Turn(String id, String speaker, String role, String text) {}

    record Session(String id, Instant at, List<Turn> turns) {}

    /** Questions whose evidence names no turn of the conversation are left out: there is nothing to find. */
    record Question(String text, int category, Set<String> evidence) {}

    record Conversation(String name, List<Session> sessions, List<Question> questions) {
        int turns() {
            return sessions.stream().mapToInt(session -> session.turns.size()).sum();
        }

        /** As many turns as that of these conversations, which come again, in other sessions, until there are enough. */
        static Conversation ofTurns(List<Conversation> all, int turns) {
            List<Session> made = new ArrayList<>();
            int left = turns;
            for (int copy = 0; left > 0; copy++)
                for (Conversation one : all)
                    for (Session session : one.sessions) {
                        List<Turn> said = session.turns.subList(0, Math.min(left, session.turns.size()));
                        if (said.isEmpty()) break;
                        made.add(new Session("%s-%s-%d".formatted(one.name, session.id, copy), session.at, said));
                        left -= said.size();
                    }
            return new Conversation("turns-" + turns, made, List.of());
        }
    }

    private Locomo() {}

    static List<Conversation> read(Path data, boolean captions) throws IOException {
        List<Conversation> all = new ArrayList<>();
        for (Path file : files(data)) {
            try (InputStream bytes = file.toString().endsWith(".gz")
                    ? new GZIPInputStream(new FileInputStream(file.toFile()))
                    : new FileInputStream(file.toFile())) {
                JsonNode root = JSON.readTree(bytes);
                for (JsonNode one : root.isArray() ? root : List.of(root)) all.add(conversation(one, captions));
            }
        }
        if (all.isEmpty()) throw new IllegalArgumentException(data + " has no .json and no .json.gz");
        return all;
    }

    private static List<Path> files(Path data) throws IOException {
        if (!Files.isDirectory(data)) return List.of(data);
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().matches(".*\\.json(\\.gz)?")).sorted().toList();
        }
    }

    private static Conversation conversation(JsonNode json, boolean captions) {
        JsonNode said = json.get("conversation");
        String first = said.path("speaker_a").asText();
        List<Session> sessions = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (int n = 1; said.has("session_" + n + "_date_time") || said.has("session_" + n); n++) {
            List<Turn> turns = new ArrayList<>();
            for (JsonNode turn : said.path("session_" + n)) {
                String speaker = turn.get("speaker").asText();
                String text = turn.path("text").asText();
                if (captions && turn.hasNonNull("blip_caption"))
                    text = (text + " [shares a picture: " + turn.get("blip_caption").asText() + "]").strip();
                if (text.isBlank()) continue;
                known.add(turn.get("dia_id").asText());
                turns.add(new Turn(turn.get("dia_id").asText(), speaker, speaker.equals(first) ? "user" : "assistant", text));
            }
            if (turns.isEmpty()) continue;
            String time = said.get("session_" + n + "_date_time").asText().strip();
            sessions.add(new Session("session-" + n, LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC), turns));
        }
        List<Question> questions = new ArrayList<>();
        for (JsonNode question : json.get("qa")) {
            Set<String> evidence = new LinkedHashSet<>();
            for (JsonNode named : question.path("evidence"))
                TURN.matcher(named.asText()).results().map(MatchResult::group).filter(known::contains).forEach(evidence::add);
            if (!evidence.isEmpty())
                questions.add(new Question(question.get("question").asText(), question.get("category").asInt(), evidence));
        }
        return new Conversation(json.path("sample_id").asText("conversation"), sessions, questions);
    }
}
