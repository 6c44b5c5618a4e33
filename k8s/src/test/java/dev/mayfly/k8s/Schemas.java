package dev.mayfly.k8s;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The schemas of the API servers of Kubernetes and Knative: what is missing, of another type or none of the values that there are. npm brings
 * them, made from the OpenAPI documents that these projects publish.
 */
final class Schemas {
    private static final Path SOURCES = Path.of("src/test/schemas");
    private static final Path HOME = Path.of("target/schemas");
    private static final long MINUTES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Schemas() {}

    /** What the schemas have against each of them, by kind, name and path. */
    static List<String> findings(List<? extends JsonNode> documents) throws Exception {
        install();
        var said = run(List.of("node", "check.js"), JSON.writeValueAsString(documents));
        var each = JSON.readValue(said, new TypeReference<List<List<String>>>() {});
        var all = new ArrayList<String>();
        for (int i = 0; i < documents.size(); i++) {
            var subject = Overlay.subject(documents.get(i));
            each.get(i).forEach(finding -> all.add(subject + " " + finding));
        }
        return all;
    }

    /** Exactly what the lock file says, once as long as it says the same. */
    private static void install() throws Exception {
        Files.createDirectories(HOME);
        for (var file : List.of("package.json", "package-lock.json", "check.js"))
            Files.copy(SOURCES.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        var wanted = Files.readString(HOME.resolve("package-lock.json"));
        var done = HOME.resolve("node_modules/.installed-lock.json");
        if (Files.exists(done) && Files.readString(done).equals(wanted)) return;
        run(List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"), "");
        Files.writeString(done, wanted);
    }

    private static String run(List<String> command, String input) throws Exception {
        var in = Files.writeString(HOME.resolve("in.txt"), input);
        var out = HOME.resolve("out.txt");
        var err = HOME.resolve("err.txt");
        try {
            var process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
            if (process.exitValue() != 0) throw new AssertionError(command + " said: " + Files.readString(err));
            return Files.readString(out);
        } catch (IOException e) {
            throw new AssertionError(command + " could not be run (Node 20 or newer, and npm, are needed): " + e, e);
        }
    }
}
