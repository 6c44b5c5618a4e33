package dev.mayfly.edge.bots.site;

import dev.mayfly.edge.bots.BotsConfig;
import dev.mayfly.edge.bots.EdgeAnswer;
import dev.mayfly.edge.bots.HostPattern;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one host that the router answers with itself, from a folder that is read once. All others are the function's, and so
 * are these where the folder lacks them.
 *
 * @param documents by path
 * @param robots what robots.txt says, where there is one
 */
public record Site(HostPattern host, Map<String, EdgeAnswer> documents, Optional<RobotsTxt> robots) {
    static final int DOCUMENTS_MAX = 100;
    private static final int BYTES_MAX = 1 << 20;
    private static final String ROBOTS = "/robots.txt";
    private static final String WELL_KNOWN = "/.well-known/";
    private static final Set<String> SIGNALS = Set.of("search", "ai-input", "ai-train");
    private static final Map<String, String> TYPES = Map.of(
            "txt", "text/plain; charset=utf-8",
            "md", "text/markdown; charset=utf-8",
            "json", "application/json",
            "xml", "application/xml",
            "html", "text/html; charset=utf-8");

    /** Fails with {@link IllegalArgumentException}, which names the setting that is wrong. */
    public static Site read(String key, BotsConfig.Site setting) {
        HostPattern host = HostPattern.parse(setting.host())
                .orElseThrow(() -> wrong(key + ".host", setting.host(), "a host without a port, *.<domain>, or *"));
        Map<String, byte[]> files = new TreeMap<>();
        setting.folder().ifPresent(folder -> files.putAll(readFolder(key, folder)));
        setting.contentSignal().ifPresent(signal -> {
            Map<String, String> signals = RobotsTxt.signalsOf(signal);
            if (signals.size() != signal.split(",", -1).length || !SIGNALS.containsAll(signals.keySet()))
                throw wrong(
                        key + ".content-signal",
                        signal,
                        "some of search, ai-input, ai-train, as search=yes, ai-train=no");
            files.put(ROBOTS, signalled(files.get(ROBOTS), signal).getBytes(StandardCharsets.UTF_8));
        });
        Map<String, EdgeAnswer> documents = new HashMap<>();
        files.forEach((path, bytes) -> documents.put(
                path,
                new EdgeAnswer(
                        200,
                        Map.of("content-type", type(path), "cache-control", "max-age=300"),
                        Buffer.buffer(bytes))));
        Optional<RobotsTxt> robots = Optional.ofNullable(files.get(ROBOTS))
                .map(bytes -> RobotsTxt.read(new String(bytes, StandardCharsets.UTF_8)));
        return new Site(host, documents, robots);
    }

    /** Whether a path can be a site's at all: one look, on the way of every request. */
    public static boolean mayHave(String path) {
        return path.equals(ROBOTS) || path.startsWith("/llms") || path.startsWith(WELL_KNOWN);
    }

    public Optional<EdgeAnswer> document(String path) {
        return Optional.ofNullable(documents.get(path));
    }

    /** Where the file has a group for everybody, the line goes there; else it brings one. */
    private static String signalled(byte @Nullable [] robots, String signal) {
        String line = "Content-Signal: " + signal;
        if (robots == null) return "User-agent: *\n" + line + "\nAllow: /\n";
        StringBuilder text = new StringBuilder();
        boolean said = false;
        for (String old : new String(robots, StandardCharsets.UTF_8).split("\r\n|\r|\n")) {
            text.append(old).append('\n');
            if (said || !old.toLowerCase(Locale.ROOT).matches("\\s*user-agent\\s*:\\s*\\*\\s*(#.*)?")) continue;
            text.append(line).append('\n');
            said = true;
        }
        return said
                ? text.toString()
                : text.append("\nUser-agent: *\n").append(line).append('\n').toString();
    }

    private static Map<String, byte[]> readFolder(String key, Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(folder, 4)) {
            List<Path> found = paths.filter(Files::isRegularFile)
                    .filter(file -> mayHave(pathOf(folder, file)))
                    .limit(DOCUMENTS_MAX + 1L)
                    .toList();
            if (found.size() > DOCUMENTS_MAX)
                throw wrong(key + ".folder", folder.toString(), "a folder of at most " + DOCUMENTS_MAX + " documents");
            for (Path file : found) {
                if (Files.size(file) > BYTES_MAX)
                    throw wrong(key + ".folder", folder.toString(), "a folder without files above 1 MiB, as " + file);
                files.put(pathOf(folder, file), Files.readAllBytes(file));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(key + ".folder cannot be read: " + folder, e);
        }
    }

    private static String pathOf(Path folder, Path file) {
        return "/" + folder.relativize(file).toString().replace('\\', '/');
    }

    private static String type(String path) {
        if (path.startsWith("/llms")) return "text/plain; charset=utf-8";
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return path.lastIndexOf('.') > path.lastIndexOf('/')
                ? TYPES.getOrDefault(ending, "application/octet-stream")
                : "application/json";
    }

    private static IllegalArgumentException wrong(String key, String value, String right) {
        return new IllegalArgumentException("%s is '%s' and must be %s".formatted(key, value, right));
    }
}
