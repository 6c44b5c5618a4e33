package dev.mayfly.edge.socket;

import dev.mayfly.edge.response.HopByHop;
import dev.mayfly.edge.response.ProblemAnswer;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How an HTTP request becomes a WebSocket (RFC 6455 4), on both sides. No extension is ever agreed on, so nothing is compressed. */
public final class Handshake {
    public static final String WEBSOCKET = "websocket";

    private static final String KEY = "sec-websocket-key";
    private static final String VERSION = "sec-websocket-version";
    private static final String PROTOCOL = "sec-websocket-protocol";
    private static final String ACCEPT = "sec-websocket-accept";
    private static final String EXTENSIONS = "sec-websocket-extensions";

    /** What the two ends of the connection say to each other, and no function. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(KEY, VERSION, ACCEPT, EXTENSIONS);

    private static final String THIRTEEN = "13";
    private static final int KEY_LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Handshake() {}

    /** Whether a client asks for a WebSocket, rightly or not. */
    public static boolean isAskedFor(HttpServerRequest http) {
        return WEBSOCKET.equalsIgnoreCase(http.getHeader(HttpHeaders.UPGRADE));
    }

    /** What is wrong with how it asks; empty: a function may answer. */
    public static Optional<ProblemAnswer> refusal(HttpServerRequest http) {
        if (http.version() != HttpVersion.HTTP_1_1)
            return Optional.of(ProblemAnswer.of(
                    501,
                    "websocket-unsupported",
                    "WebSockets are served over HTTP/1.1 only; this is " + http.version() + "."));
        MultiMap headers = http.headers();
        if (!http.method().equals(HttpMethod.GET)) return invalid("asks with GET");
        if (!HopByHop.named(headers.getAll(HttpHeaders.CONNECTION)).contains("upgrade"))
            return invalid("has the header \"Connection: Upgrade\"");
        List<String> keys = headers.getAll(KEY);
        if (keys.size() != 1 || !isKey(keys.getFirst()))
            return invalid("has one Sec-WebSocket-Key of 16 bytes as Base64");
        if (headers.contains(HttpHeaders.CONTENT_LENGTH) || headers.contains(HttpHeaders.TRANSFER_ENCODING))
            return invalid("has no body");
        if (headers.getAll(VERSION).equals(List.of(THIRTEEN))) return Optional.empty();
        ProblemAnswer answer =
                ProblemAnswer.of(426, "websocket-version", "WebSockets are spoken here in version 13 (RFC 6455).");
        answer.headers().put(VERSION, THIRTEEN);
        return Optional.of(answer);
    }

    private static Optional<ProblemAnswer> invalid(String rule) {
        return Optional.of(ProblemAnswer.of(400, "invalid-upgrade", "A request for a WebSocket " + rule + "."));
    }

    private static boolean isKey(String key) {
        try {
            return Base64.getDecoder().decode(key.strip()).length == KEY_LENGTH;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Writes what makes the answer to this request a handshake, instead of what the function said of the connection. */
    public static void accept(HttpServerRequest http, MultiMap response) {
        OF_THE_CONNECTION.forEach(response::remove);
        response.set(HttpHeaders.UPGRADE, WEBSOCKET);
        response.set(HttpHeaders.CONNECTION, "Upgrade");
        response.set(ACCEPT, accept(http.getHeader(KEY)));
    }

    /** What asks an upstream for a WebSocket, and how its answer is known. */
    public record Asked(String key, List<String> protocols) {
        /** Writes it to the headers of a request that hold already what the function asked with. */
        public static Asked write(MultiMap request) {
            OF_THE_CONNECTION.forEach(request::remove);
            byte[] random = new byte[KEY_LENGTH];
            RANDOM.nextBytes(random);
            String key = Base64.getEncoder().encodeToString(random);
            request.set(HttpHeaders.CONNECTION, "Upgrade");
            request.set(HttpHeaders.UPGRADE, WEBSOCKET);
            request.set(KEY, key);
            request.set(VERSION, THIRTEEN);
            return new Asked(key, protocols(request));
        }

        /** What is wrong with an answer of 101; empty: the WebSocket is open. */
        public Optional<String> wrongIn(MultiMap response) {
            if (!WEBSOCKET.equalsIgnoreCase(response.get(HttpHeaders.UPGRADE)))
                return Optional.of("upgrades to something else");
            if (!accept(key).equals(response.get(ACCEPT))) return Optional.of("did not hear the key");
            if (response.contains(EXTENSIONS)) return Optional.of("uses an extension that was not offered");
            List<String> chosen = response.getAll(PROTOCOL);
            boolean offered = chosen.isEmpty() || (chosen.size() == 1 && protocols.contains(chosen.getFirst()));
            return offered ? Optional.empty() : Optional.of("speaks a protocol that was not offered");
        }

        private static List<String> protocols(MultiMap headers) {
            return headers.getAll(PROTOCOL).stream()
                    .flatMap(line -> Arrays.stream(line.split(",", -1)))
                    .map(String::strip)
                    .toList();
        }
    }

    private static String accept(String key) {
        try {
            byte[] text = (key.strip() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
