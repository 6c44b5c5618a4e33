package dev.mayfly.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small site, which says who asked for what. */
record TestSite(HttpServer server, Map<String, Page> pages, List<String> asked) implements AutoCloseable {
    /** @param headers such as {@code ETag: "1"} */
    record Page(int status, String type, String body, List<String> headers) {
        static Page html(String body) {
            return new Page(200, "text/html", body, List.of());
        }
    }

    static TestSite start() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var site = new TestSite(server, new ConcurrentHashMap<>(), new CopyOnWriteArrayList<>());
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        Page page = pages.getOrDefault(path, new Page(404, "text/plain", "", List.of()));
        if (path.startsWith("/endless/")) page = Page.html("<a href='" + path + "x'>on</a>");
        String etag = exchange.getRequestHeaders().getFirst("If-None-Match");
        boolean same = etag != null && page.headers.contains("ETag: " + etag);
        for (String header : page.headers) {
            String[] parts = header.split(": ", 2);
            exchange.getResponseHeaders().add(parts[0], parts[1]);
        }
        exchange.getResponseHeaders().set("Content-Type", page.type);
        byte[] body = page.body.replace("$", url("")).getBytes(UTF_8);
        exchange.sendResponseHeaders(same ? 304 : page.status, same || body.length == 0 ? -1 : body.length);
        if (!same && body.length > 0) exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
