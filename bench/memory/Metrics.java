import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a Mayfly tells of itself, and what the system tells of its process. */
final class Metrics {
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI management;
    private final long pid;

    Metrics(URI management, long pid) {
        this.management = management;
        this.pid = pid;
    }

    double of(String name) throws IOException, InterruptedException {
        return sum(name, "");
    }

    double heapMax() throws IOException, InterruptedException {
        return sum("jvm_memory_max_bytes", "area=\"heap\"");
    }

    private double sum(String name, String label) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(management + "/metrics")).build(), BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.matches(name + "(?:\\{.*)? .*") && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(value -> value > 0)
                .sum();
    }

    long residentBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
