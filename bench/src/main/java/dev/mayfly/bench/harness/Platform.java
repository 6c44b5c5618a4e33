package dev.mayfly.bench.harness;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** The REST API of a Mayfly on this machine, as far as measurements need it. */
public final class Platform {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Each waits some 10 s for a worker. */
    private static final int OFFERS_MAX = 6;

    private final int port;
    private final String token;

    public Platform(int port, String token) {
        this.port = port;
        this.token = token;
    }

    /** What the owner of all accounts shows, also to read why a function failed. */
    public String token() {
        return token;
    }

    /** Makes the account when it is not there. */
    public void account(String account) throws IOException, InterruptedException {
        expect(send("PUT", "/v1/accounts/" + account, "application/json", "{}"));
    }

    /**
     * Deploys one module; {@code more} are further members of the metadata, each behind a comma. Gives the version's id. A platform that has
     * just started may have no worker to look at the module yet (a compiling one takes some seconds): then it is asked again.
     */
    public String deploy(String account, String function, String code, String more)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = offer(account, function, Map.of("index.js", code), more);
        for (int i = 1; answer.statusCode() == 503 && i < OFFERS_MAX; i++)
            answer = offer(account, function, Map.of("index.js", code), more);
        String deployed = expect(answer);
        awaitRoute(account, function);
        return deployed.replaceAll("(?s).*?\"id\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    /** A first deployment answers a moment after it was acknowledged. Asked with an upgrade, which is refused once there is a route. */
    private void awaitRoute(String account, String function) throws IOException, InterruptedException {
        String probe = "GET /@%s/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"
                .formatted(account, function);
        for (int i = 0; i < 500; i++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.getOutputStream().write(probe.getBytes(StandardCharsets.US_ASCII));
                byte[] status = socket.getInputStream().readNBytes(12);
                if (!new String(status, StandardCharsets.US_ASCII).endsWith("404")) return;
            }
            Thread.sleep(10);
        }
        throw new IOException("%s of %s is not live within 5 s".formatted(function, account));
    }

    /** The same with several modules, and with whatever answer comes. */
    public HttpResponse<String> offer(String account, String function, Map<String, String> modules, String more)
            throws IOException, InterruptedException {
        String boundary = "mayfly-bench-boundary";
        StringBuilder form = new StringBuilder(
                "--%s\r\nContent-Disposition: form-data; name=\"metadata\"\r\nContent-Type: application/json\r\n\r\n{\"mainModule\":\"index.js\"%s}\r\n"
                        .formatted(boundary, more));
        modules.forEach((name, code) -> form.append(
                "--%1$s\r\nContent-Disposition: form-data; name=\"%2$s\"; filename=\"%2$s\"\r\nContent-Type: application/javascript+module\r\n\r\n%3$s\r\n"
                        .formatted(boundary, name, code)));
        form.append("--").append(boundary).append("--\r\n");
        return send(
                "PUT",
                "/v1/accounts/%s/functions/%s".formatted(account, function),
                "multipart/form-data; boundary=" + boundary,
                form.toString());
    }

    /** Whether the API answers; it then has the account demo. */
    public boolean answers() {
        try {
            return send("PUT", "/v1/accounts/demo", "application/json", "{}").statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A request to a function, by its host. */
    public HttpResponse<String> call(String account, String function, String path)
            throws IOException, InterruptedException {
        return CLIENT.send(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:%d/@%s/%s%s".formatted(port, account, function, path)))
                        .timeout(Duration.ofSeconds(90))
                        .build(),
                BodyHandlers.ofString());
    }

    /** The newest records of invocations, as JSON. */
    public String invocations(String account, String query) throws IOException, InterruptedException {
        return expect(send("GET", "/v1/accounts/%s/invocations%s".formatted(account, query), "", ""));
    }

    /** The versions of a function, as JSON. */
    public String versions(String account, String function) throws IOException, InterruptedException {
        return expect(send("GET", "/v1/accounts/%s/functions/%s/versions".formatted(account, function), "", ""));
    }

    /** The id of the version that answers. */
    public String active(String account, String function) throws IOException, InterruptedException {
        return expect(send("GET", "/v1/accounts/%s/functions/%s".formatted(account, function), "", ""))
                .replaceAll("(?s).*?\"active\"\\s*:\\s*\"([^\"]+)\".*", "$1");
    }

    /** Makes a flag, or changes it. @param draft {@code {"definition": …}} */
    public void flag(String account, String app, String key, String draft) throws IOException, InterruptedException {
        expect(send(
                "PUT", "/v1/accounts/%s/flags/%s/flags/%s".formatted(account, app, key), "application/json", draft));
    }

    /** Sets what an account may use in a day. */
    public void caps(String account, String caps) throws IOException, InterruptedException {
        expect(send("PUT", "/v1/accounts/%s/caps".formatted(account), "application/json", caps));
    }

    /** What an account used, as JSON; routers tell it every few seconds. */
    public String usage(String account) throws IOException, InterruptedException {
        return expect(send("GET", "/v1/accounts/%s/usage".formatted(account), "", ""));
    }

    private HttpResponse<String> send(String method, String path, String type, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!type.isEmpty()) request.header("Content-Type", type);
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static String expect(HttpResponse<String> answer) {
        if (answer.statusCode() / 100 != 2)
            throw new IllegalStateException(
                    "%s answered %d: %s".formatted(answer.uri(), answer.statusCode(), answer.body()));
        return answer.body();
    }
}
