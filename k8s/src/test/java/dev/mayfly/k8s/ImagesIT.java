package dev.mayfly.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the images, as Jib made them on an empty base. */
class ImagesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"edge-router", "control-plane"})
    void itHasTheServiceItsWorkerAndNoCacheAndIsNotRoots(String service) throws Exception {
        var image = image(service);
        assertThat(image.entrypoint()).contains("-Dmayfly.isolates.worker-home=/opt/mayfly/worker");
        assertThat(image.files())
                .contains(
                        "opt/mayfly/worker/interpreter.args",
                        "opt/mayfly/worker/jit.args",
                        "opt/mayfly/worker/lib/mayfly-isolates-worker.jar");
    }

    /** It runs no functions, and computes with vectors of the processor. */
    @Test
    void searchHasTheServiceAlone() throws Exception {
        var image = image("search-service");
        assertThat(image.entrypoint())
                .contains("--add-modules=jdk.incubator.vector")
                .doesNotContain("isolates");
        assertThat(image.files()).noneMatch(name -> name.startsWith("opt/mayfly/worker"));
    }

    @Test
    void memoryHasTheServiceAlone() throws Exception {
        var image = image("memory-service");
        assertThat(image.entrypoint())
                .contains("-XX:MaxRAMPercentage=50", "--add-modules=jdk.incubator.vector")
                .doesNotContain("isolates");
        assertThat(image.files()).noneMatch(name -> name.startsWith("opt/mayfly/worker"));
    }

    private record Image(String entrypoint, TreeSet<String> files) {}

    /** With what holds of all of them. */
    private static Image image(String service) throws Exception {
        var archive = entries(
                Files.newInputStream(Path.of(System.getProperty("mayfly.root"), "k8s/target", service + ".tar")));
        var manifest = JSON.readTree(archive.get("manifest.json")).get(0);
        assertThat(manifest.path("RepoTags").get(0).asText()).startsWith("mayfly/" + service + ":");
        JsonNode config =
                JSON.readTree(archive.get(manifest.path("Config").asText())).path("config");
        assertThat(config.path("User").asText()).isEqualTo("10001:10001");
        var entrypoint = config.path("Entrypoint").toString();
        assertThat(entrypoint).contains("/opt/mayfly/service/quarkus-run.jar");

        var files = new TreeSet<String>();
        for (var layer : manifest.path("Layers")) {
            var content = new GZIPInputStream(new ByteArrayInputStream(archive.get(layer.asText())));
            try (var tar = new TarArchiveInputStream(content)) {
                for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                    files.add(entry.getName());
                    assertThat(entry.getMode() & 0022).as(entry.getName()).isZero();
                }
            }
        }
        assertThat(files)
                .contains("opt/mayfly/service/quarkus-run.jar")
                .noneMatch(name -> name.endsWith(".aot"))
                .anyMatch(name -> name.matches("opt/mayfly/service/app/mayfly-" + service + ".*\\.jar"));
        return new Image(entrypoint, files);
    }

    private static Map<String, byte[]> entries(InputStream archive) throws Exception {
        var entries = new HashMap<String, byte[]>();
        try (var tar = new TarArchiveInputStream(archive)) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry())
                entries.put(entry.getName(), tar.readAllBytes());
        }
        return entries;
    }
}
