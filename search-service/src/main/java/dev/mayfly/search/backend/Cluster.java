package dev.mayfly.search.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.search.SearchConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Speaks to a cluster of OpenSearch over HTTP. */
final class Cluster {
    private static final Logger LOG = Logger.getLogger(Cluster.class);
    private static final int TOLD_MAX = 500;

    private final URI address;
    private final Optional<String> authorization;
    private final SearchConfig.OpenSearch config;
    private final ObjectMapper json;
    private final HttpClient http;

    Cluster(SearchConfig.OpenSearch config, ObjectMapper json) {
        this.address = config.url()
                .orElseThrow(() -> new IllegalStateException(
                        "mayfly.search.backend is opensearch, and mayfly.search.opensearch.url is missing"));
        this.authorization =
                config.username().map(name -> basic(name, config.password().orElse("")));
        this.config = config;
        this.json = json;
        this.http = HttpClient.newBuilder().connectTimeout(config.patience()).build();
    }

    private static String basic(String name, String password) {
        byte[] text = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(text);
    }

    /** @param status below 300, or one of those that were said to be fine */
    record Answer(int status, JsonNode body) {}

    /** Fails with {@link Problem.Unavailable} where nobody answers, or not now; with an {@link IOException} where the answer is a refusal. */
    Answer ask(String method, String path, String type, String body, Integer... fine) throws IOException {
        HttpResponse<byte[]> answer = send(method, path, type, body);
        int status = answer.statusCode();
        if (status == 429 || status >= 500 || status == 401 || status == 403)
            throw unavailable("it answered %d: %s".formatted(status, told(answer.body())));
        if (status == 400 && path.contains("_search"))
            throw new Problem.Invalid(
                    "invalid-query", "the search cluster does not take the question: " + told(answer.body()));
        if (status >= 300 && !List.of(fine).contains(status))
            throw new IOException(
                    "OpenSearch answered %d to %s %s: %s".formatted(status, method, path, told(answer.body())));
        return new Answer(status, answer.body().length == 0 ? json.missingNode() : json.readTree(answer.body()));
    }

    private HttpResponse<byte[]> send(String method, String path, String type, String body) {
        var request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(config.patience())
                .header("Content-Type", type)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw unavailable(String.valueOf(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Problem.Unavailable("the service stops; try again");
        }
    }

    static Problem unavailable(String why) {
        LOG.warnf("the OpenSearch cluster does not do as asked: %s", why);
        return new Problem.Unavailable("the search cluster does not answer now; what was written is kept. Try again");
    }

    private static String told(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.length() > TOLD_MAX ? text.substring(0, TOLD_MAX) + "…" : text;
    }
}
