package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sends a request to a function. */
@Command(
        name = "invoke",
        description = {
            "Sends a request to a function and shows its answer: the body on standard output, status and invocation on standard error.",
            "Exit code 8: a status of 400 or more."
        })
final class InvokeCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FUNCTION", description = "Name of the function.")
    private String function = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            defaultValue = "/",
            paramLabel = "PATH",
            description = "With its query, if any (default /).")
    private String path = "";

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "Default: GET, or POST with --data.")
    private @Nullable String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header; more than once for more.")
    private List<String> headers = List.of();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "TEXT",
            description = "The body; @FILE: from a file; @-: from standard input.")
    private @Nullable String data;

    @Option(
            names = "--debug",
            description = "Have a failed function say why; shows your token to the platform in Mayfly-Debug.")
    private boolean debug;

    @Option(
            names = "--timeout",
            paramLabel = "S",
            defaultValue = "60",
            description = "How long to wait (default ${DEFAULT-VALUE}).")
    private int timeoutS;

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public Integer call() throws IOException, InterruptedException {
        JsonNode known = platform.get(Platform.path("functions", function));
        String url = known.path("urls").path(0).asText();
        if (known.path("routesOnly").asBoolean())
            throw new Refusal("%s answers at its routes alone (workers_dev: false); ask it there%s"
                    .formatted(function, url.isEmpty() ? ", once it has any: it has none" : ": " + url));
        if (url.isEmpty())
            throw new Refusal("%s has no URL yet; `mayfly deploy` gives it a version".formatted(function));
        HttpRequest request = request(url);
        HttpResponse<InputStream> answer;
        long begun = System.nanoTime();
        try {
            answer = Http.client(request.uri()).send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Refusal(
                    Exit.UNAVAILABLE, "unreachable", "%s does not answer: %s".formatted(request.uri(), e.getMessage()));
        }
        byte[] body = Platform.bytes(answer);
        tell(answer, body, (System.nanoTime() - begun) / 1_000_000);
        return answer.statusCode() < 400 ? Exit.DONE.code() : Exit.ANSWERED_BADLY.code();
    }

    private HttpRequest request(String url) throws IOException {
        try {
            URI told = URI.create(url).resolve(path.startsWith("/") ? path : "/" + path);
            byte[] body = body();
            HttpRequest.Builder request = HttpRequest.newBuilder(reachable(told))
                    .timeout(Duration.ofSeconds(timeoutS))
                    .method(
                            method != null ? method : data != null ? "POST" : "GET",
                            body.length > 0 ? BodyPublishers.ofByteArray(body) : BodyPublishers.noBody());
            if (isLocal(told)) request.header("Host", told.getRawAuthority());
            for (String header : headers) {
                int colon = header.indexOf(':');
                if (colon < 1) throw new Refusal("'%s' is no header; right is 'Name: value'".formatted(header));
                request.header(
                        header.substring(0, colon).strip(),
                        header.substring(colon + 1).strip());
            }
            if (debug) request.header("Mayfly-Debug", "Bearer " + platform.bearer());
            return request.build();
        } catch (IllegalArgumentException e) {
            throw new Refusal("that is no request: " + e.getMessage());
        }
    }

    /** Names below localhost need not resolve; they mean this machine (RFC 6761). */
    private static URI reachable(URI told) {
        if (!isLocal(told)) return told;
        return URI.create(told.toString().replaceFirst("//[^/:]+", "//localhost"));
    }

    private static boolean isLocal(URI told) {
        return String.valueOf(told.getHost()).endsWith(".localhost");
    }

    private byte[] body() throws IOException {
        if (data == null) return new byte[0];
        if (data.equals("@-")) return System.in.readAllBytes();
        if (!data.startsWith("@")) return data.getBytes(StandardCharsets.UTF_8);
        Path file = Path.of(data.substring(1));
        if (!Files.isReadable(file)) throw new Refusal("%s cannot be read".formatted(file));
        return Files.readAllBytes(file);
    }

    private void tell(HttpResponse<InputStream> answer, byte[] body, long ms) {
        String invocation = answer.headers().firstValue("Mayfly-Invocation").orElse("");
        if (telling.asJson()) {
            telling.out().println(facts(answer, body, invocation, ms).toPrettyString());
            return;
        }
        telling.tellBytes(body);
        String line = "%d, %d ms%s"
                .formatted(answer.statusCode(), ms, invocation.isEmpty() ? "" : ", mayfly trace " + invocation);
        telling.err()
                .println(
                        answer.statusCode() < 400
                                ? telling.screen().good(line)
                                : telling.screen().bad(line));
    }

    private static ObjectNode facts(HttpResponse<InputStream> answer, byte[] body, String invocation, long ms) {
        ObjectNode facts = Platform.JSON.createObjectNode().put("status", answer.statusCode());
        ObjectNode headers = facts.putObject("headers");
        answer.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
        try {
            facts.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException e) {
            facts.put("bodyBase64", Base64.getEncoder().encodeToString(body));
        }
        return facts.put("invocation", invocation).put("durationMs", ms);
    }
}
