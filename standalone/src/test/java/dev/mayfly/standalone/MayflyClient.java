package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * A running Mayfly as its clients meet it over HTTP, in one process or in several.
 *
 * @param controlPort where accounts and functions are managed
 * @param routerPorts where functions answer; the first tells what they did there
 * @param account whose functions are meant
 * @param token shown to the API; empty: none
 */
record MayflyClient(int controlPort, List<Integer> routerPorts, String account, String token) {
    static {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
    }

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FORM = "multipart/form-data; boundary=frontier";

    MayflyClient with(String otherToken) {
        return new MayflyClient(controlPort, routerPorts, account, otherToken);
    }

    MayflyClient in(String otherAccount) {
        return new MayflyClient(controlPort, routerPorts, otherAccount, token);
    }

    /** The same Mayfly through one of its routers alone. */
    MayflyClient through(int router) {
        return new MayflyClient(controlPort, List.of(routerPorts.get(router)), account, token);
    }

    int routerPort() {
        return routerPorts.getFirst();
    }

    /** A request to a function, by its host name; more headers as names and values in turn. */
    HttpResponse<String> get(String function, String path, String... headers) throws Exception {
        var request = request(routerPort(), path)
                .header("Host", "%s.%s.localhost:%d".formatted(function, account, routerPort()));
        for (var i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        return send(request);
    }

    /** A body to a function, by its host name; more headers as names and values in turn. */
    HttpResponse<String> post(String function, String path, String body, String... headers) throws Exception {
        var request = request(routerPort(), path)
                .header("Host", "%s.%s.localhost:%d".formatted(function, account, routerPort()))
                .POST(BodyPublishers.ofString(body));
        for (var i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        return send(request);
    }

    /** The body of a function's answer, as it comes. */
    InputStream stream(String function) throws Exception {
        var host = "%s.%s.localhost:%d".formatted(function, account, routerPort());
        return HTTP.send(request(routerPort(), "/").header("Host", host).build(), BodyHandlers.ofInputStream())
                .body();
    }

    /** A request to a host of the functions' own. */
    HttpResponse<String> atHost(String host, String path) throws Exception {
        return send(request(routerPort(), path).header("Host", host));
    }

    /** A request to the router that names no function by its host. */
    HttpResponse<String> atRouter(String path) throws Exception {
        return send(request(routerPort(), path));
    }

    /** A request to the API, below the account; more headers as names and values in turn. */
    HttpResponse<String> api(String method, String path, String json, String... headers) throws Exception {
        var request = authorized(path).header("Content-Type", "application/json");
        for (var i = 0; i < headers.length; i += 2) request.header(headers[i], headers[i + 1]);
        return send(request.method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json)));
    }

    /** A request to any path of the control plane. */
    HttpResponse<String> at(String method, String path, String type, String body) throws Exception {
        var request = request(controlPort, path).header("Content-Type", type);
        if (!token.isEmpty()) request.header("Authorization", "Bearer " + token);
        return send(
                request.method(method, method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    JsonNode read(String path) throws Exception {
        return done("GET", path, "");
    }

    /** A call of the API that must succeed. */
    JsonNode done(String method, String path, String json) throws Exception {
        return parsed(api(method, path, json));
    }

    /** A call of the v4 API; tells the body. */
    String v4(String method, String path) throws Exception {
        return send(request(controlPort, "/client/v4" + path)
                        .header("Authorization", "Bearer " + token)
                        .method(method, BodyPublishers.noBody()))
                .body();
    }

    /** Deploys one module by form, as curl would; tells the answer. */
    HttpResponse<String> deploy(String function, String code) throws Exception {
        return deploy(function, "", code);
    }

    private HttpResponse<String> deploy(String function, String query, String code) throws Exception {
        return send(authorized("/functions/" + function + query)
                .header("Content-Type", FORM)
                .PUT(form("{\"mainModule\":\"index.js\"}", code)));
    }

    /** Uploads one module as wrangler does; tells the body of the answer. */
    String upload(String script, String metadata, String code) throws Exception {
        return send(request(controlPort, "/client/v4/accounts/%s/workers/scripts/%s".formatted(account, script))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", FORM)
                        .PUT(form(metadata, code)))
                .body();
    }

    private static HttpRequest.BodyPublisher form(String metadata, String code) {
        return BodyPublishers.ofString("""
                --frontier\r
                Content-Disposition: form-data; name="metadata"\r
                Content-Type: application/json\r
                \r
                %s\r
                --frontier\r
                Content-Disposition: form-data; name="index.js"; filename="index.js"\r
                Content-Type: application/javascript+module\r
                \r
                %s\r
                --frontier--\r
                """.formatted(metadata, code));
    }

    /** Deploys one module, and tells the version's id. */
    String deployed(String function, String code) throws Exception {
        return parsed(deploy(function, code)).path("id").asText();
    }

    /** Deploys one module with these bindings, as JSON, and tells the version's id. */
    String deployed(String function, String code, String bindings) throws Exception {
        return parsed(send(authorized("/functions/" + function)
                        .header("Content-Type", FORM)
                        .PUT(form("{\"mainModule\":\"index.js\",\"bindings\":%s}".formatted(bindings), code))))
                .path("id")
                .asText();
    }

    /** Keeps one module as a version that does not answer yet, and tells its id. */
    String uploaded(String function, String code) throws Exception {
        return parsed(deploy(function, "?activate=false", code)).path("id").asText();
    }

    /** Asks until the function answers so at every router; a deployment is live a moment after it was acknowledged. */
    void answersSoon(String function, String path, String body) throws Exception {
        soonAtEveryRouter(router -> router.get(function, path).body().equals(body));
    }

    void soonAtEveryRouter(RouterCheck check) throws Exception {
        for (var i = 0; i < routerPorts.size(); i++) {
            var router = through(i);
            eventually(() -> check.holds(router));
        }
    }

    /** What one router does at last. */
    interface RouterCheck {
        boolean holds(MayflyClient router) throws Exception;
    }

    private static JsonNode parsed(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
        return JSON.readTree(answer.body());
    }

    private HttpRequest.Builder authorized(String path) {
        var port = path.startsWith("/invocations") ? routerPort() : controlPort;
        var request = request(port, "/v1/accounts/" + account + path);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    static HttpResponse<String> get(int port, String path) throws Exception {
        return send(request(port, path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(Duration.ofSeconds(20));
    }
}
