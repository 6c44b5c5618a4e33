import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Loads a collection, or documents that it makes, through REST, has the service hold its rankings against the judgments, and takes the times of single searches. */
public class SearchBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int LINES_AT_A_TIME = 1_000;
    private static final Pattern READY = Pattern.compile("API (http://localhost:\\d+)/v1");

    private static final int SETTLING_SECONDS_MAX = 1_800;
    private static final int LOOK_SECONDS = 5;

    /** What the processes have used of the processor, in seconds; nothing of those that were there before. */
    private static DoubleSupplier working = () -> 0;

    private final String address;
    private final String token;

    private SearchBench(String url, String token, String index) {
        this.address = url + "/v1/accounts/demo/search/" + index;
        this.token = token;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) options.put(arguments[i], arguments[i + 1]);
        if (!options.containsKey("--documents")) required(options, "--data");
        if (options.containsKey("--url")) {
            String token = Files.readString(Path.of(required(options, "--token-file"))).strip();
            run(options.get("--url"), token, options);
            return;
        }
        Path folder = Files.createTempDirectory("mayfly-bench-search");
        Process mayfly = new ProcessBuilder(
                        options.get("--root") + "/mayfly", "dev", "--no-build", "--no-example", "--no-watch", "--port", "0",
                        "--data-dir", folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String url = ready(mayfly);
            working = () -> processorSeconds(mayfly);
            run(url, Files.readString(folder.resolve("token")).strip(), options);
            System.out.printf("memory     %d MB resident%n", resident(mayfly) / 1024);
        } finally {
            mayfly.destroy();
            if (!mayfly.waitFor(20, TimeUnit.SECONDS)) mayfly.destroyForcibly();
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
            }
        }
    }

    private static void run(String url, String token, Map<String, String> options) throws Exception {
        if (!options.containsKey("--documents")) {
            new SearchBench(url, token, "bench").run(Path.of(options.get("--data")));
            return;
        }
        var clusters = new Clusters(
                Long.parseLong(options.getOrDefault("--seed", "1")),
                Integer.parseInt(options.getOrDefault("--dimensions", "384")));
        settle();
        double embedding = new SearchBench(url, token, "bench-embedding").embedding();
        new SearchBench(url, token, "bench-many")
                .many(Integer.parseInt(options.get("--documents")), clusters, embedding);
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null) throw new IllegalArgumentException(name + " is missing: see bench/search/run");
        return value;
    }

    private static String ready(Process mayfly) throws IOException {
        BufferedReader said = mayfly.inputReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) return ready.group(1);
        }
        throw new IllegalStateException("Mayfly did not start");
    }

    /** Of the process and all below it, in KB. */
    private static long resident(Process process) throws IOException {
        long sum = 0;
        for (ProcessHandle handle : Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList())
            for (String line : Files.readAllLines(Path.of("/proc/" + handle.pid() + "/status")))
                if (line.startsWith("VmRSS:")) sum += Long.parseLong(line.replaceAll("\\D", ""));
        return sum;
    }

    private void run(Path data) throws Exception {
        send("PUT", "", "application/json", "{}");
        load(data);
        Map<String, String> queries = queries(data);
        evaluate(queries, judgments(data));
        for (String mode : List.of("keyword", "vector", "hybrid")) time(mode, List.copyOf(queries.values()));
        JsonNode stats = send("GET", "/stats", "application/json", "");
        System.out.printf(
                "disk       %.1f MB for %d documents, %d passages%n",
                stats.get("indexBytes").asLong() / 1e6, stats.get("documents").asLong(), stats.get("passages").asLong());
    }

    /** How long a query's embedding takes: searches of an index of one document are little else. */
    private double embedding() throws Exception {
        send("PUT", "", "application/json", "{}");
        send("POST", "/documents?refresh=true", "application/x-ndjson", "{\"id\":\"one\",\"fields\":{\"text\":\"one\"}}");
        double[] ms = new double[100];
        for (int round = 0; round < 2; round++)
            for (int i = 0; i < ms.length; i++)
                ms[i] = timed(Map.of(
                        "query", "what is told of subject %d in the %d chapter of the book?".formatted(i, round),
                        "mode", "vector"));
        Arrays.sort(ms);
        System.out.printf("embedding  of a query of ten words: p50 %.1f ms%n", ms[ms.length / 2]);
        return ms[ms.length / 2];
    }

    private void many(int documents, Clusters clusters, double embedding) throws Exception {
        send("PUT", "", "application/json", """
                {"fields":{"text":{"type":"text"},"vector":{"type":"vector","dimensions":%d}}}"""
                .formatted(clusters.vector(0).length));
        long begun = System.nanoTime();
        List<String> lines = new ArrayList<>();
        for (int n = 0; n < documents; n++) {
            lines.add("{\"id\":\"%d\",\"fields\":{\"text\":\"%s\",\"vector\":%s}}"
                    .formatted(n, clusters.text(n), Arrays.toString(clusters.vector(n))));
            if (lines.size() == LINES_AT_A_TIME) flush(lines, "");
        }
        flush(lines, "");
        double kept = seconds(begun);
        send("PUT", "/documents/0?refresh=true", "application/json", JSON.writeValueAsString(Map.of(
                "fields", Map.of("text", clusters.text(0), "vector", clusters.vector(0)))));
        double found = seconds(begun);
        System.out.printf(
                "documents  %d: kept in %.1f s (%.0f a second), all found after %.1f s (%.0f a second)%n",
                documents, kept, documents / kept, found, documents / found);
        distinct("keyword", clusters, 0, " while parts of the index are still merged");
        settle();
        int round = 1;
        for (String mode : List.of("keyword", "vector", "hybrid")) {
            double p50 = distinct(mode, clusters, round++, "");
            if (mode.equals("hybrid"))
                System.out.printf("hybrid     p50 %.1f ms with the embedding of the query%n", p50 + embedding);
        }
        System.out.printf("recall@10  %.4f of what comparing all %d finds%n", recall(documents, clusters), documents);
        JsonNode stats = send("GET", "/stats", "application/json", "");
        System.out.printf("disk       %.1f MB of the index%n", stats.get("indexBytes").asLong() / 1e6);
    }

    private static double processorSeconds(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToDouble(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3)
                .sum();
    }

    /** Until a tenth of a processor is enough: workers of isolates warm up after a start, and parts of an index are merged after a load. */
    private static void settle() throws InterruptedException {
        long begun = System.nanoTime();
        double before = working.getAsDouble();
        double used;
        do {
            Thread.sleep(Duration.ofSeconds(LOOK_SECONDS));
            double now = working.getAsDouble();
            used = now - before;
            before = now;
        } while (used > LOOK_SECONDS / 10.0 && seconds(begun) < SETTLING_SECONDS_MAX);
        System.out.printf("settled    after %.0f s%n", seconds(begun));
    }

    /** No query twice. @param round another one, other queries */
    private double distinct(String mode, Clusters clusters, int round, String when) throws Exception {
        double[] ms = new double[1_000];
        for (int i = -200; i < ms.length; i++) {
            long query = -1_000_000L * (1 + round) - 200 - i;
            double took = timed(Map.of(
                    "query", clusters.text(query, 3), "vector", clusters.vector(query), "mode", mode));
            if (i >= 0) ms[i] = took;
        }
        Arrays.sort(ms);
        System.out.printf(
                "%-10s p50 %.1f ms  p99 %.1f ms%s%n", mode, ms[ms.length / 2], ms[ms.length * 99 / 100], when);
        return ms[ms.length / 2];
    }

    private double timed(Map<String, Object> query) throws Exception {
        String body = JSON.writeValueAsString(query);
        long begun = System.nanoTime();
        send("POST", "/search", "application/json", body);
        return (System.nanoTime() - begun) / 1e6;
    }

    private double recall(int documents, Clusters clusters) throws Exception {
        int queries = 50;
        List<TreeMap<Double, Integer>> best = new ArrayList<>();
        List<float[]> asked = new ArrayList<>();
        for (int q = 0; q < queries; q++) {
            best.add(new TreeMap<>());
            asked.add(clusters.vector(-1 - q));
        }
        for (int n = 0; n < documents; n++) {
            float[] vector = clusters.vector(n);
            for (int q = 0; q < queries; q++) {
                TreeMap<Double, Integer> ten = best.get(q);
                ten.put(Clusters.cosine(asked.get(q), vector), n);
                if (ten.size() > 10) ten.pollFirstEntry();
            }
        }
        double found = 0;
        for (int q = 0; q < queries; q++) {
            JsonNode answer = send("POST", "/search", "application/json", JSON.writeValueAsString(
                    Map.of("vector", asked.get(q), "mode", "vector", "limit", 10)));
            for (JsonNode hit : answer.get("hits"))
                if (best.get(q).containsValue(hit.get("id").asInt())) found++;
        }
        return found / (10 * queries);
    }

    private void load(Path data) throws Exception {
        long begun = System.nanoTime();
        int count = 0;
        List<String> lines = new ArrayList<>();
        try (BufferedReader corpus = open(data)) {
            for (String line = corpus.readLine(); line != null; line = corpus.readLine()) {
                JsonNode document = JSON.readTree(line);
                ObjectNode sent = JSON.createObjectNode().put("id", document.get("_id").asText());
                sent.putObject("fields")
                        .put("title", document.path("title").asText())
                        .put("text", document.path("text").asText());
                lines.add(sent.toString());
                count++;
                if (lines.size() == LINES_AT_A_TIME) flush(lines, "");
            }
        }
        flush(lines, "");
        double kept = seconds(begun);
        // The last one again: it waits until all before it are found by their meaning, too.
        send("POST", "/documents?refresh=true", "application/x-ndjson", "{\"id\":\"last\",\"fields\":{}}");
        send("DELETE", "/documents/last?refresh=true", "application/json", "");
        double found = seconds(begun);
        System.out.printf(
                "documents  %d: kept in %.1f s (%.0f a second), all embedded after %.1f s (%.1f a second)%n",
                count, kept, count / kept, found, count / found);
    }

    private void flush(List<String> lines, String query) throws Exception {
        if (lines.isEmpty()) return;
        JsonNode result = send("POST", "/documents" + query, "application/x-ndjson", String.join("\n", lines));
        if (result.get("errors").asInt() > 0) throw new IllegalStateException("lines were refused: " + result);
        lines.clear();
    }

    private static BufferedReader open(Path data) throws IOException {
        Path packed = data.resolve("corpus.jsonl.gz");
        InputStream bytes = Files.exists(packed)
                ? new GZIPInputStream(new FileInputStream(packed.toFile()))
                : new FileInputStream(data.resolve("corpus.jsonl").toFile());
        return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
    }

    private static Map<String, String> queries(Path data) throws IOException {
        Map<String, String> queries = new LinkedHashMap<>();
        for (String line : Files.readAllLines(only(data, "queries"))) {
            if (line.startsWith("{")) {
                JsonNode query = JSON.readTree(line);
                queries.put(query.get("_id").asText(), query.get("text").asText());
            } else queries.put(line.split("\t")[0], line.split("\t")[1]);
        }
        return queries;
    }

    /** As TREC has them (query, 0, document, grade) or BEIR (query, document, grade, below a heading). */
    private static Map<String, Map<String, Integer>> judgments(Path data) throws IOException {
        Map<String, Map<String, Integer>> judgments = new LinkedHashMap<>();
        for (String line : Files.readAllLines(only(data, "qrels"))) {
            String[] parts = line.split("\\s+");
            if (!parts[parts.length - 1].matches("-?\\d+")) continue;
            judgments
                    .computeIfAbsent(parts[0], query -> new LinkedHashMap<>())
                    .put(parts[parts.length - 2], Integer.parseInt(parts[parts.length - 1]));
        }
        return judgments;
    }

    private static Path only(Path data, String begin) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.getFileName().toString().startsWith(begin))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(data + " has no file " + begin + ".*"));
        }
    }

    private void evaluate(Map<String, String> queries, Map<String, Map<String, Integer>> judgments) throws Exception {
        Map<String, String> judged = new LinkedHashMap<>(queries);
        judged.keySet().retainAll(judgments.keySet());
        Map<String, double[]> sums = new LinkedHashMap<>();
        List<String> ids = List.copyOf(judged.keySet());
        for (int from = 0; from < ids.size(); from += 500) {
            Map<String, String> some = new LinkedHashMap<>();
            ids.subList(from, Math.min(ids.size(), from + 500)).forEach(id -> some.put(id, judged.get(id)));
            Map<String, Map<String, Integer>> theirs = new LinkedHashMap<>();
            some.keySet().forEach(id -> theirs.put(id, judgments.get(id)));
            JsonNode told = send(
                    "POST",
                    "/eval",
                    "application/json",
                    JSON.writeValueAsString(Map.of("queries", some, "judgments", theirs, "settings", settings())));
            told.get("settings").properties().forEach(setting -> {
                double[] sum = sums.computeIfAbsent(setting.getKey(), name -> new double[4]);
                String[] names = {"ndcg10", "recall100", "map", "mrr"};
                for (int i = 0; i < 4; i++) sum[i] += setting.getValue().get(names[i]).asDouble() * some.size();
            });
        }
        sums.forEach((name, sum) -> System.out.printf(
                "%-16s nDCG@10 %.4f  R@100 %.4f  MAP %.4f  MRR %.4f%n",
                name, sum[0] / ids.size(), sum[1] / ids.size(), sum[2] / ids.size(), sum[3] / ids.size()));
    }

    /** The three modes, and those that have words also with feedback. */
    private static Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String mode : List.of("keyword", "vector", "hybrid")) settings.put(mode, Map.of("mode", mode));
        for (String mode : List.of("keyword", "hybrid"))
            settings.put(mode + "+feedback", Map.of("mode", mode, "feedback", Map.of()));
        return settings;
    }

    private void time(String mode, List<String> queries) throws Exception {
        List<String> asked = queries.subList(0, Math.min(queries.size(), 300));
        double[] ms = new double[asked.size()];
        for (int round = 0; round < 2; round++)
            for (int i = 0; i < ms.length; i++) {
                // Other words each time: what was embedded before is remembered.
                String query = asked.get(i) + " " + round + mode;
                long begun = System.nanoTime();
                send("POST", "/search", "application/json", JSON.writeValueAsString(Map.of("query", query, "mode", mode)));
                ms[i] = (System.nanoTime() - begun) / 1e6;
            }
        Arrays.sort(ms);
        System.out.printf("%-10s p50 %.1f ms  p99 %.1f ms%n", mode, ms[ms.length / 2], ms[ms.length * 99 / 100]);
    }

    private JsonNode send(String method, String path, String type, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 300)
            throw new IllegalStateException("%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
        return answer.body().isEmpty() ? JSON.nullNode() : JSON.readTree(answer.body());
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
