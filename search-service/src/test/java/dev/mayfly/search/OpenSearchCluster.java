package dev.mayfly.search;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** One node of OpenSearch with its k-NN plugin, for the tests that need one. */
public class OpenSearchCluster implements QuarkusTestResourceLifecycleManager {
    private Process node;
    private ScriptedModel embeds;

    @Override
    public Map<String, String> start() {
        try {
            Path folder = Files.createTempDirectory("mayfly-opensearch");
            Files.createDirectories(folder.resolve("config"));
            Path target = Path.of("target");
            Path classes = folder.resolve("classes");
            String jars = Files.readString(target.resolve("opensearch.classpath"))
                            .strip() + ":" + target.resolve("opensearch-knn") + "/*";
            compile(jars, classes);
            node = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx512m",
                            "-XX:TieredStopAtLevel=1",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classes + ":" + jars,
                            "OpenSearchNode",
                            folder.toString())
                    .redirectErrorStream(true)
                    .start();
            embeds = ScriptedModel.start();
            return Map.of(
                    "mayfly.retrieval.embedding.endpoint", embeds.address(),
                    "mayfly.retrieval.embedding.endpoint-model", "words",
                    "mayfly.retrieval.embedding.endpoint-dimensions", "" + ScriptedModel.DIMENSIONS,
                    "mayfly.search.backend", "opensearch",
                    "mayfly.search.opensearch.url", "http://" + ready(node.inputReader()),
                    "mayfly.search.opensearch.replicas", "0",
                    "mayfly.search.answers.endpoint", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Against its own jars, which are not the tests'. */
    private static void compile(String jars, Path classes) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", jars));
        try (Stream<Path> sources = Files.walk(Path.of("src/test/opensearch"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (failed != 0) throw new IOException("the node of OpenSearch could not be compiled");
    }

    private static String ready(BufferedReader said) throws IOException {
        StringBuilder before = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("ready ")) {
                String address = line.substring("ready ".length()).strip();
                Thread.ofVirtual().start(() -> said.lines().forEach(ignored -> {}));
                return address;
            }
            before.append(line).append('\n');
        }
        throw new IOException("OpenSearch did not start:\n" + before);
    }

    @Override
    public void stop() {
        if (node != null) node.destroyForcibly();
        if (embeds != null) embeds.close();
    }
}
