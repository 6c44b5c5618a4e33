import dev.mayfly.retrieval.embedding.BgeSmall;
import dev.mayfly.retrieval.embedding.Embedder;
import dev.mayfly.retrieval.embedding.RememberingEmbedder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How much of the evidence is recalled, and how fast. */
public final class MemoryBench {
    private static final Pattern READY = Pattern.compile("API (http://localhost:\\d+)/v1.* management (http://127.0.0.1:\\d+/q)");
    private static final double SESSION_MIN = 0.95;
    private static final double TURN_MIN = 0.64;
    private static final double MULTI_HOP_MIN = 0.79;
    private static final int REMEMBERED = 100_000;
    private static final int THREADS = 2;

    private MemoryBench() {}

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) options.put(arguments[i], arguments[i + 1]);
        List<Locomo.Conversation> conversations =
                Locomo.read(Path.of(required(options, "--data")), !options.getOrDefault("--captions", "yes").equals("no"));
        if (options.containsKey("--profiles")) System.exit(profiles(options, conversations) ? 0 : 1);
        boolean good =
                switch (options.getOrDefault("--how", "rest")) {
                    case "rest" -> rest(options, conversations);
                    case "in-process" -> inProcess(options, conversations);
                    case "keywords" -> measure("plain BM25", new Keywords(), conversations);
                    default -> throw new IllegalArgumentException("--how is rest, in-process or keywords");
                };
        System.exit(good ? 0 : 1);
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) throw new IllegalArgumentException(name + " is missing: see bench/memory/run");
        return value;
    }

    private static boolean inProcess(Map<String, String> options, List<Locomo.Conversation> conversations)
            throws Exception {
        Embedder embedder = options.containsKey("--vectors")
                ? new Vectors(Path.of(options.get("--vectors")), () -> new BgeSmall(THREADS))
                : new RememberingEmbedder(new BgeSmall(THREADS), REMEMBERED);
        try (embedder) {
            InProcess memory = new InProcess(embedder);
            boolean good = measure("in this process", memory, conversations);
            List<String> questions = conversations.getLast().questions().stream()
                    .map(Locomo.Question::text)
                    .toList();
            System.out.println();
            memory.scale(600, questions);
            memory.scale(6_000, questions);
            return good;
        }
    }

    private static boolean rest(Map<String, String> options, List<Locomo.Conversation> conversations) throws Exception {
        if (!options.containsKey("--url"))
            return withMayfly(options, (rest, metrics) -> measure("through REST", rest, conversations));
        String token = Files.readString(Path.of(required(options, "--token-file"))).strip();
        return measure("through REST", new Rest(options.get("--url"), token), conversations);
    }

    private static boolean profiles(Map<String, String> options, List<Locomo.Conversation> conversations) throws Exception {
        int count = Integer.parseInt(options.get("--profiles"));
        int turns = Integer.parseInt(options.getOrDefault("--turns", "60"));
        return withMayfly(options, (rest, metrics) -> new ManyProfiles(rest, metrics, conversations).measure(count, turns));
    }

    private interface Measured {
        boolean by(Rest rest, Metrics metrics) throws Exception;
    }

    /** One of its own, which ends with what is measured. */
    private static boolean withMayfly(Map<String, String> options, Measured measured) throws Exception {
        Path folder = Files.createTempDirectory("mayfly-bench-memory");
        Process mayfly = new ProcessBuilder(
                        options.get("--root") + "/mayfly", "dev", "--no-build", "--no-example", "--no-watch", "--port", "0",
                        "--data-dir", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader said = mayfly.inputReader();
            Matcher ready = ready(said);
            Path log = Files.createTempFile("mayfly-bench-memory", ".log");
            System.out.println("Mayfly's log: " + log);
            Thread.ofVirtual().start(() -> {
                try (var out = Files.newBufferedWriter(log)) {
                    said.transferTo(out);
                } catch (IOException e) {
                    System.err.println("Mayfly's log ends early: " + e.getMessage());
                }
            });
            String token = Files.readString(folder.resolve("token")).strip();
            long pid = Long.parseLong(Files.readString(folder.resolve("lock")).strip());
            return measured.by(new Rest(ready.group(1), token), new Metrics(URI.create(ready.group(2)), pid));
        } finally {
            mayfly.destroy();
            if (!mayfly.waitFor(20, TimeUnit.SECONDS)) mayfly.destroyForcibly();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
            } catch (IOException e) {
                System.err.println("left behind: " + e.getMessage());
            }
        }
    }

    private static Matcher ready(BufferedReader said) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) return ready;
        }
        throw new IllegalStateException("Mayfly did not start");
    }

    private static boolean measure(String how, Memory memory, List<Locomo.Conversation> conversations) throws Exception {
        Scores scores = new Scores();
        Times times = new Times();
        long ingested = 0;
        int turns = 0;
        for (Locomo.Conversation conversation : conversations) {
            long begun = System.nanoTime();
            memory.ingest(conversation);
            ingested += System.nanoTime() - begun;
            turns += conversation.turns();
            for (Locomo.Question question : conversation.questions()) {
                long asked = System.nanoTime();
                List<Memory.Candidate> candidates = memory.recall(question.text());
                times.add(System.nanoTime() - asked);
                scores.add(conversation, question, candidates);
            }
        }
        scores.print(how);
        System.out.printf(
                "%nrecall %s; ingest %d turns in %.1f s, %.0f a second%n", times, turns, ingested / 1e9, turns / (ingested / 1e9));
        return scores.all().session10() >= SESSION_MIN
                && scores.all().turn10() >= TURN_MIN
                && scores.multiHop().session10() >= MULTI_HOP_MIN;
    }
}
