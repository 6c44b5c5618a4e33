package dev.mayfly.bench.wpt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A checkout of web-platform-tests: the tests in it that need neither a document nor a server, and the files that they ask for. */
record Checkout(Path root) {
    private static final Pattern DOCUMENT =
            Pattern.compile("\\b(?:document\\.|window\\.|frames\\[|iframe|new Worker\\(|navigator\\.serviceWorker)");
    private static final Pattern SERVER =
            Pattern.compile("\\.py\\b|get-host-info|RESOURCES_DIR|/common/dispatcher|\\.asis\\b|\\.h2\\.");

    /** Addresses that {@code wpt serve} answers with a file of another name. */
    private static final Map<String, String> SERVED_ELSEWHERE =
            Map.of("resources/WebIDLParser.js", "resources/webidl2/lib/webidl2.js");

    Checkout {
        if (!Files.isRegularFile(root.resolve("resources/testharness.js"))) {
            throw new IllegalArgumentException(
                    root + " is no checkout of web-platform-tests: resources/testharness.js is missing");
        }
    }

    /** All tests of a suite, in the order of their names. */
    List<TestFile> tests(Suite suite) throws IOException {
        var tests = new ArrayList<TestFile>();
        for (var folder : suite.folders()) {
            if (!Files.isDirectory(root.resolve(folder))) continue;
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                for (Path file : files.sorted().toList()) {
                    var path = root.relativize(file).toString();
                    if (path.endsWith(".any.js") || (path.endsWith(".window.js") && !needsDocument(path))) {
                        tests.add(TestFile.of(path, text(path)));
                    }
                }
            }
        }
        return tests;
    }

    /** Whether a test cannot say anything without {@code wpt serve}. */
    boolean needsServer(TestFile test) throws IOException {
        if (SERVER.matcher(test.text()).find()) return true;
        for (var script : test.scripts()) {
            if (script.contains("get-host-info")
                    || script.contains("dispatcher")
                    || script.contains(".sub.")
                    || script.endsWith(".py")) return true;
        }
        return test.path().contains(".h2.") || test.path().contains(".sub.");
    }

    private boolean needsDocument(String path) throws IOException {
        return DOCUMENT.matcher(text(path)).find();
    }

    String text(String path) throws IOException {
        var file = file(path).orElseThrow(() -> new NoSuchFileException("the checkout has no " + path));
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** A file of the checkout; nothing outside of it. */
    Optional<Path> file(String path) {
        var relative = path.startsWith("/") ? path.substring(1) : path;
        var file =
                root.resolve(SERVED_ELSEWHERE.getOrDefault(relative, relative)).normalize();
        return file.startsWith(root.normalize()) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
}
