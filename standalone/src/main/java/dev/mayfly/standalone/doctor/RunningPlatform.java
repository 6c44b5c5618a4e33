package dev.mayfly.standalone.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The Mayfly that runs on a data directory, as it says itself. */
record RunningPlatform(long pid, int managementPort) {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** The one whose process holds this directory, if any. */
    static Optional<RunningPlatform> on(Path dataDir) {
        try {
            long pid = Long.parseLong(Files.readString(dataDir.resolve("lock")).strip());
            int port = Integer.parseInt(
                    Files.readString(dataDir.resolve("management-port")).strip());
            return ProcessHandle.of(pid).isPresent() ? Optional.of(new RunningPlatform(pid, port)) : Optional.empty();
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    List<Finding> findings() {
        try {
            return findings(health());
        } catch (IOException e) {
            return List.of(Finding.weaker(
                    "running", "pid " + pid, "its management port %d does not answer".formatted(managementPort), ""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private JsonNode health() throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(managementPort));
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(address).timeout(PATIENCE).build();
            return new ObjectMapper()
                    .readTree(client.send(request, BodyHandlers.ofByteArray()).body());
        }
    }

    private List<Finding> findings(JsonNode health) {
        var findings = new ArrayList<Finding>();
        findings.add(
                isUp(health)
                        ? Finding.good("running", "pid " + pid, "ready")
                        : Finding.weaker("running", "pid " + pid, "not ready: " + down(health), "look at its output"));
        for (JsonNode check : health.path("checks")) {
            var data = check.path("data");
            if (!data.has("lock-in")) continue;
            findings.add(Finding.note(
                    "running", "walls", "on: " + data.path("lock-in").asText(), ""));
            String missing = data.path("lock-in-missing").asText();
            if (!missing.isEmpty()) findings.add(Finding.note("running", "walls", "off: " + missing, ""));
        }
        return findings;
    }

    private static boolean isUp(JsonNode health) {
        return health.path("status").asText().equals("UP");
    }

    /** The names of the checks that say no. */
    private static String down(JsonNode health) {
        var names = new StringJoiner(", ");
        for (JsonNode check : health.path("checks"))
            if (!isUp(check)) names.add(check.path("name").asText());
        return names.setEmptyValue("it does not say why").toString();
    }
}
