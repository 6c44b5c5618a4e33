package dev.mayfly.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** A platform that answers what a test wrote down, and a command line that talks to it. */
abstract class ScriptedPlatform {
    /** By method and address: a status, a space, a body. */
    final Map<String, String> answers = new ConcurrentHashMap<>();

    /** With every answer. */
    final Map<String, String> headers = new ConcurrentHashMap<>();

    final List<String> requests = new CopyOnWriteArrayList<>();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void platform() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            requests.add(line + "\n" + exchange.getRequestHeaders().getFirst("Authorization") + "\n" + body);
            String answer = answers.getOrDefault(line, "404 {\"code\":\"not-found\",\"detail\":\"nothing here\"}");
            headers.forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    Integer.parseInt(answer.substring(0, 3)), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    final int run(String... args) {
        CommandLine line = Mayfly.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        List<String> all = new ArrayList<>(List.of(args));
        if (takesPlatform(line, args)) all.addAll(List.of("--url", url(), "--account", "acme", "--token", "secret"));
        return line.execute(all.toArray(String[]::new));
    }

    final String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static boolean takesPlatform(CommandLine line, String... args) {
        CommandLine command = line.getSubcommands().get(args[0]);
        return command != null && command.getCommandSpec().findOption("--url") != null;
    }
}
