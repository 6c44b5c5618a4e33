package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The platform that a command talks to, as its options, the environment and the nearest data folder say. */
final class Platform {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final int ANSWER_MAX = 64 << 20;
    /** How many routers an answer does without. */
    private static final String SILENT_ROUTERS = "Mayfly-Routers-Silent";

    static {
        // A function's host below localhost need not resolve: the connection goes to localhost, this header names the
        // function. The JDK reads it once, with the first request.
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    @Option(
            scope = ScopeType.INHERIT,
            names = "--url",
            defaultValue = "${env:MAYFLY_URL:-http://localhost:8080}",
            description = "Address of the platform.",
            paramLabel = "URL")
    private String url = "";

    @Option(
            scope = ScopeType.INHERIT,
            names = "--account",
            defaultValue = "${env:MAYFLY_ACCOUNT:-demo}",
            description = "Account whose functions are meant.",
            paramLabel = "NAME")
    private String account = "";

    @Option(
            scope = ScopeType.INHERIT,
            names = "--token",
            defaultValue = "${env:MAYFLY_TOKEN:-}",
            description = "API token. Default: MAYFLY_TOKEN, else the nearest file%n.mayfly/token.",
            paramLabel = "TOKEN")
    private String token = "";

    private String silentRouters = "";

    /** A path below the account's; whatever the segments hold, they stay segments. */
    static String path(String... segments) {
        return Arrays.stream(segments).map(Platform::segment).collect(Collectors.joining("/", "/", ""));
    }

    private static String segment(String name) {
        // A server would take these for steps in the path, however they are encoded.
        if (name.isEmpty() || name.equals(".") || name.equals(".."))
            throw new Refusal("'%s' is not a name".formatted(name));
        return encoded(name);
    }

    /** Percent-encoded (RFC 3986), fit for a segment of a path and for a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonNode get(String path) {
        return send("GET", path, BodyPublishers.noBody(), "");
    }

    JsonNode put(String path, JsonNode body) {
        return send("PUT", path, BodyPublishers.ofString(body.toString()), "application/json");
    }

    JsonNode put(String path, Multipart form, Sources sources) {
        Answer answer =
                exchange(pathOf(path), "PUT", BodyPublishers.ofByteArray(form.bytes()), form.contentType(), bearer());
        return read(answer, sources);
    }

    JsonNode post(String path) {
        return send("POST", path, BodyPublishers.noBody(), "");
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, BodyPublishers.ofString(body.toString()), "application/json");
    }

    /** The same platform, for another account. */
    Platform as(String otherAccount, String otherToken) {
        Platform other = new Platform();
        other.url = url;
        other.account = otherAccount;
        other.token = otherToken;
        return other;
    }

    /** The one of this machine that {@code mayfly dev} runs, with its token. */
    static Platform of(String url, String token) {
        Platform local = new Platform();
        local.url = url;
        local.account = "demo";
        local.token = token;
        return local;
    }

    /** Makes the account, or leaves it as it is. */
    JsonNode makeAccount() {
        return send("PUT", "", BodyPublishers.ofString("{}"), "application/json");
    }

    /** What the platform answers to people without a token. */
    JsonNode openly(String path, JsonNode body) {
        return sendTo(path, "POST", BodyPublishers.ofString(body.toString()), "application/json", "");
    }

    /** What the platform says of that token to itself. */
    JsonNode self(String bearer) {
        return sendTo("/v1/tokens/self", "GET", BodyPublishers.noBody(), "", bearer);
    }

    JsonNode delete(String path) {
        return send("DELETE", path, BodyPublishers.noBody(), "");
    }

    /** How many routers the last answer does without, as the platform says; empty: all of them spoke, or it is one. */
    String silentRouters() {
        return silentRouters;
    }

    String account() {
        return account;
    }

    String url() {
        return url;
    }

    private JsonNode send(String method, String path, BodyPublisher body, String contentType) {
        return sendTo(pathOf(path), method, body, contentType, bearer());
    }

    private String pathOf(String inAccount) {
        return "/v1/accounts" + path(account) + inAccount;
    }

    private JsonNode sendTo(String path, String method, BodyPublisher body, String contentType, String bearer) {
        return read(exchange(path, method, body, contentType, bearer), Sources.AS_SENT);
    }

    private Answer exchange(String path, String method, BodyPublisher body, String contentType, String bearer) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(url + path));
        } catch (IllegalArgumentException e) {
            throw new Refusal("%s is no address; --url takes one such as http://localhost:8080".formatted(url));
        }
        request.method(method, body).timeout(TIMEOUT).header("Accept", "application/json, application/problem+json");
        if (!contentType.isEmpty()) request.header("Content-Type", contentType);
        if (!bearer.isEmpty()) request.header("Authorization", "Bearer " + bearer);
        try {
            HttpResponse<InputStream> answer =
                    Http.client(request.build().uri()).send(request.build(), BodyHandlers.ofInputStream());
            silentRouters = answer.headers().firstValue(SILENT_ROUTERS).orElse("");
            return new Answer(answer.statusCode(), bytes(answer));
        } catch (IOException e) {
            throw new Unreachable(url);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }

    static byte[] bytes(HttpResponse<InputStream> answer) throws IOException {
        try (InputStream body = answer.body()) {
            byte[] bytes = body.readNBytes(ANSWER_MAX + 1);
            if (bytes.length > ANSWER_MAX)
                throw new Refusal("the answer has more than %d MB; ask for less".formatted(ANSWER_MAX >> 20));
            return bytes;
        }
    }

    private record Answer(int status, byte[] bytes) {}

    /** Where their author wrote what was sent. */
    @FunctionalInterface
    interface Sources {
        Sources AS_SENT = (file, line, column) -> Optional.empty();

        /** Empty: where it was sent. */
        Optional<String> of(String file, int line, int column);
    }

    private static JsonNode read(Answer answer, Sources sources) {
        int status = answer.status();
        JsonNode body;
        try {
            body = JSON.readTree(answer.bytes());
        } catch (IOException e) {
            body = JSON.missingNode();
        }
        if (status < 400) return body;
        if (!body.hasNonNull("detail"))
            throw new Refusal(Exit.ofStatus(status), "status-" + status, "the platform answered with status " + status);
        StringBuilder text = new StringBuilder(body.get("detail").asText());
        for (JsonNode error : body.path("errors"))
            if (error.hasNonNull("file")) text.append("%n  at %s".formatted(place(error, sources)));
        String code = body.path("code").asText("status-" + status);
        throw new Refusal(Exit.ofStatus(status), code, "%s (%s)%s".formatted(text, code, remedy(status)));
    }

    /** As far as it is known: a file has no lines where it lacks something as a whole, or comes too large. */
    private static String place(JsonNode error, Sources sources) {
        String place = error.get("file").asText();
        Optional<String> source = sources.of(
                place, error.path("line").asInt(), error.path("column").asInt());
        if (source.isPresent()) return source.get();
        if (error.hasNonNull("line")) place += ":" + error.get("line").asText();
        if (error.hasNonNull("column")) place += ":" + error.get("column").asText();
        return place;
    }

    /** What helps, where it is always the same. */
    private static String remedy(int status) {
        return status == 401 ? "%n  `mayfly token inspect` says what the token is".formatted() : "";
    }

    String bearer() {
        if (!token.isBlank()) return token.strip();
        return tokenFile(Path.of("").toAbsolutePath())
                .orElseThrow(() -> new Refusal(
                        Exit.DENIED,
                        "no-token",
                        "no token: set MAYFLY_TOKEN, or run this where `mayfly dev` keeps its .mayfly folder"));
    }

    static Optional<String> tokenFile(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            Path file = folder.resolve(".mayfly").resolve("token");
            if (!Files.isReadable(file)) continue;
            try {
                return Optional.of(
                        Files.readString(file, StandardCharsets.US_ASCII).strip());
            } catch (IOException e) {
                throw new Refusal("%s cannot be read: %s".formatted(file, e.getMessage()));
            }
        }
        return Optional.empty();
    }
}
