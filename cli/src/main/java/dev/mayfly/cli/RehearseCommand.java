package dev.mayfly.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Runs the commands that people use most, against a platform that answers nothing, for `mayfly prepare` to keep what Java learns. */
@Command(
        name = "rehearse",
        hidden = true,
        description = "What `mayfly prepare` runs to make later commands start fast.")
final class RehearseCommand implements Callable<Integer> {
    private static final List<String> COMMANDS = List.of(
            "list",
            "list --json",
            "versions f",
            "deploy FOLDER",
            "deploy FOLDER --json",
            "invoke f",
            "logs f",
            "trace 0123456789abcdef",
            "secret list f",
            "rollout status f",
            "usage",
            "token list",
            "help agent",
            "--help");

    @Override
    public Integer call() throws IOException {
        HttpServer nobody = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Path folder = Files.createTempDirectory("mayfly-rehearsal");
        try {
            String url = "http://127.0.0.1:" + nobody.getAddress().getPort();
            nobody.createContext("/", exchange -> {
                byte[] answer =
                        "{\"id\":\"v\",\"urls\":[\"%s/f\"]}".formatted(url).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
                exchange.close();
            });
            nobody.start();
            Files.writeString(folder.resolve("wrangler.jsonc"), "{\"name\":\"f\",\"main\":\"index.js\"}");
            Files.writeString(folder.resolve("index.js"), "export default {}");
            COMMANDS.forEach(line -> run(line.replace("FOLDER", folder.toString()), url));
            return 0;
        } finally {
            nobody.stop(0);
            for (String file : List.of("wrangler.jsonc", "index.js")) Files.deleteIfExists(folder.resolve(file));
            Files.deleteIfExists(folder);
        }
    }

    private static void run(String line, String url) {
        String place = line.startsWith("help") || line.startsWith("--") ? "" : " --token t --account a --url " + url;
        String[] words = (line + place).split(" ");
        CommandLine quiet = Mayfly.commandLine(words)
                .setOut(new PrintWriter(Writer.nullWriter()))
                .setErr(new PrintWriter(Writer.nullWriter()));
        quiet.execute(words);
    }
}
