package dev.mayfly.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** {@code ./mayfly dev} as a user runs it: a process of its own, spoken to over HTTP. */
final class RunningMayfly implements AutoCloseable {
    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final Pattern READY = Pattern.compile(
            "^Mayfly is ready at (\\S+), API http://localhost:(\\d+)/v1 .* management http://127\\.0\\.0\\.1:(\\d+)/q, .*");
    private static final Duration START_MAX = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Process process;
    private final Path data;
    final String readyLine;
    final int port;
    final int managementPort;

    private RunningMayfly(Process process, Path data, String readyLine) {
        this.process = process;
        this.data = data;
        this.readyLine = readyLine;
        var ready = READY.matcher(readyLine);
        assertThat(ready.matches()).as(readyLine).isTrue();
        port = Integer.parseInt(ready.group(2));
        managementPort = Integer.parseInt(ready.group(3));
    }

    static RunningMayfly start(Path data, String... more) throws Exception {
        var process = spawn(data, more);
        var said = new ArrayList<String>();
        var reader = process.inputReader();
        var killer = Thread.ofPlatform().daemon().start(() -> killLater(process));
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            said.add(line);
            if (line.startsWith("Mayfly is ready")) {
                killer.interrupt();
                return new RunningMayfly(process, data, line);
            }
        }
        throw new AssertionError("it did not start: " + String.join("\n", said));
    }

    /** A start that does not lead to a running Mayfly: what it said, and how it ended. */
    static Refusal refused(Path data, String... more) throws Exception {
        var process = spawn(data, more);
        var killer = Thread.ofPlatform().daemon().start(() -> killLater(process));
        var said = new String(process.getInputStream().readAllBytes());
        var code = process.waitFor();
        killer.interrupt();
        return new Refusal(said, code);
    }

    record Refusal(String said, int code) {}

    private static Process spawn(Path data, String... more) throws IOException {
        var command = new ArrayList<>(List.of(script(), "dev", "--no-build", "--data-dir", data.toString()));
        if (!List.of(more).contains("--port")) command.addAll(List.of("--port", "0"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    static String script() {
        return Path.of(System.getProperty("mayfly.root"), "mayfly").toString();
    }

    private static void killLater(Process process) {
        try {
            if (!process.waitFor(START_MAX.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    long pid() {
        return process.pid();
    }

    /** A request to a function, by its host name. */
    HttpResponse<String> get(String function, String path) throws Exception {
        return http.send(
                request(path)
                        .header("Host", "%s.demo.localhost:%d".formatted(function, port))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> platform(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> management(String path) throws Exception {
        var uri = URI.create("http://127.0.0.1:%d%s".formatted(managementPort, path));
        return http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> api(String method, String path, String json) throws Exception {
        return http.send(
                authorized("/v1/accounts/demo" + path)
                        .header("Content-Type", "application/json")
                        .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode read(String path) throws Exception {
        var answer = api("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** Deploys one module by form, as curl would; tells the answer. */
    HttpResponse<String> deploy(String function, String code) throws Exception {
        var form = """
                --frontier\r
                Content-Disposition: form-data; name="metadata"\r
                Content-Type: application/json\r
                \r
                {"mainModule":"index.js"}\r
                --frontier\r
                Content-Disposition: form-data; name="index.js"; filename="index.js"\r
                Content-Type: application/javascript+module\r
                \r
                %s\r
                --frontier--\r
                """.formatted(code);
        return http.send(
                authorized("/v1/accounts/demo/functions/" + function)
                        .header("Content-Type", "multipart/form-data; boundary=frontier")
                        .PUT(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    String deployed(String function, String code) throws Exception {
        var answer = deploy(function, code);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 201);
        return JSON.readTree(answer.body()).path("id").asText();
    }

    /** Asks until the function answers so; a deployment is live a moment after it was acknowledged. */
    void answersSoon(String function, String path, String body) throws Exception {
        eventually(() -> get(function, path).body().equals(body));
    }

    static void eventually(Check check) throws Exception {
        var deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (!check.holds()) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    interface Check {
        boolean holds() throws Exception;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpRequest.Builder authorized(String path) throws IOException {
        var token = Files.readString(data.resolve("token")).strip();
        return request(path).header("Authorization", "Bearer " + token);
    }

    /** SIGTERM; tells how long the end took, and that nobody is left. */
    Duration stop() throws Exception {
        var children = process.descendants().toList();
        assertThat(children).isNotEmpty();
        var begun = Instant.now();
        process.destroy();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        eventually(() -> children.stream().noneMatch(RunningMayfly::runs));
        return Duration.between(begun, Instant.now());
    }

    /** SIGKILL; all children end by themselves. */
    void kill() throws Exception {
        var children = process.descendants().toList();
        assertThat(children).isNotEmpty();
        process.destroyForcibly().waitFor();
        eventually(() -> children.stream().noneMatch(RunningMayfly::runs));
    }

    /** A zombie that init has not yet collected does not run. */
    private static boolean runs(ProcessHandle process) {
        try {
            Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "exe"));
            return process.isAlive();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly();
    }
}
