package dev.mayfly.bench.hostile;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Mayfly tells its operator, from its management port. */
record Vitals(int port) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern CONDEMNED =
            Pattern.compile("(?m)^mayfly_isolates_workers_condemned_total\\{.*reason=\"(\\w+)\".*} ([0-9.]+)");

    /** How many workers were given up so far, by reason. */
    Map<String, Long> condemned() throws IOException, InterruptedException {
        Map<String, Long> byReason = new TreeMap<>();
        Matcher found = CONDEMNED.matcher(get("/q/metrics").body());
        while (found.find()) byReason.put(found.group(1), (long) Double.parseDouble(found.group(2)));
        return byReason;
    }

    boolean healthy() throws IOException, InterruptedException {
        return get("/q/health").statusCode() == 200;
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                BodyHandlers.ofString());
    }
}
