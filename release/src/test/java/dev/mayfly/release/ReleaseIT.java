package dev.mayfly.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive runs with a JDK and nothing else, for a user who is not root, on a machine without bubblewrap. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReleaseIT {
    private static final Pattern READY = Pattern.compile("^Mayfly is ready .* API http://localhost:(\\d+)/v1 .*");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final int BEFORE_IT_IS_PREPARED = 1;
    private static final int PREPARED = 2;

    @TempDir
    static Path folder;

    private static Unpacked release;

    @BeforeAll
    static void unpack() throws Exception {
        release = Unpacked.in(folder, Path.of(System.getProperty("mayfly.release.archive")));
    }

    @AfterAll
    static void remove() throws Exception {
        release.close();
    }

    @Test
    @Order(BEFORE_IT_IS_PREPARED)
    void itBringsLicencesAndNoCacheOfAnotherJdk() throws Exception {
        assertThat(release.home).isDirectoryContaining("glob:**/{LICENSE,NOTICE,README.md,mayfly}");
        assertThat(release.home.resolve("LICENSE")).content().contains("Apache License");
        assertThat(release.home.resolve("licences/THIRD-PARTY.txt"))
                .content()
                .contains("org.graalvm.js:js-language", "io.quarkus:quarkus-core", "info.picocli:picocli")
                .doesNotContain("Unknown license", "junit");
        assertThat(release.home.resolve("lib/worker/interpreter.args"))
                .content()
                .doesNotContain("AOTCache");
        try (var files = Files.walk(release.home)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".aot"));
        }
    }

    @Test
    @Order(BEFORE_IT_IS_PREPARED)
    void everyLinkOfItsDocumentsLeadsToAFileOfIt() throws Exception {
        var dangling = new ArrayList<String>();
        var links = 0;
        for (var document : documents()) {
            for (var link : LINK.matcher(Files.readString(document)).results().toList()) {
                links++;
                var target = document.resolveSibling(link.group(1)).normalize();
                if (!link.group(1).contains("://") && !(target.startsWith(release.home) && Files.exists(target)))
                    dangling.add(release.home.relativize(document) + " → " + link.group(1));
            }
        }
        assertThat(dangling).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    private static List<Path> documents() throws Exception {
        try (var files = Files.walk(release.home)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    @Test
    @Order(BEFORE_IT_IS_PREPARED)
    void itBringsWhatAuthorsCopy() {
        assertThat(release.home.resolve("functions/types/index.d.ts")).isNotEmptyFile();
        assertThat(release.home.resolve("functions/templates/typescript/tsconfig.json"))
                .isNotEmptyFile();
        assertThat(release.home.resolve("functions/examples/hello/wrangler.jsonc"))
                .isNotEmptyFile();
    }

    @Test
    @Order(BEFORE_IT_IS_PREPARED)
    void theDoctorSaysWhatIsWeaker() throws Exception {
        var said = release.mayfly("doctor", "--port", "25080");
        assertThat(said.code()).as(said.text()).isEqualTo(1);
        assertThat(said.text())
                .containsPattern("! noNetwork +off")
                .containsPattern("! noFiles +off")
                .containsPattern("\\+ sealed +a worker")
                .contains("mayfly prepare, with this JDK", "It works, but weaker than it could.");
    }

    @Test
    @Order(BEFORE_IT_IS_PREPARED)
    void wrongOptionsArePointedOut() throws Exception {
        for (var wrong :
                new String[][] {{"serve", "search"}, {"serve"}, {"prepare", "--rehearsals", "many"}, {"prepare", "all"}
                })
            assertThat(release.mayfly(wrong).code()).as(String.join(" ", wrong)).isEqualTo(2);
    }

    @ParameterizedTest
    @Order(BEFORE_IT_IS_PREPARED)
    @ValueSource(
            strings = {
                "dev",
                "serve",
                "deploy",
                "list",
                "versions",
                "rollback",
                "delete",
                "secret",
                "logs",
                "trace",
                "doctor",
                "prepare"
            })
    void everyCommandExplainsItself(String command) throws Exception {
        var said = release.mayfly(command, "--help");
        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("Usage: mayfly " + command);
    }

    @Test
    @Order(BEFORE_IT_IS_PREPARED)
    void aServiceNamesTheSettingsThatAreMissing() throws Exception {
        for (var service : new String[] {"control-plane", "edge-router"}) {
            var said = release.mayfly("serve", service);
            assertThat(said.code()).isEqualTo(1);
            assertThat(said.text())
                    .contains(service + " needs these in its environment: MAYFLY_BINDINGS_PLATFORM_TOKEN ");
        }
    }

    @Test
    @Order(PREPARED)
    void preparedItRunsAnswersAndEnds() throws Exception {
        var prepared = release.mayfly("prepare", "--workers", "--rehearsals", "20");
        assertThat(prepared.code()).as(prepared.text()).isZero();
        assertThat(prepared.text()).doesNotContain("could not be prepared");
        assertThat(release.home.resolve("lib/worker/interpreter.aot")).isNotEmptyFile();
        assertThat(release.home.resolve("lib/worker/interpreter.args"))
                .content()
                .startsWith("-XX:AOTCache=");

        var process = release.start(List.of(), "dev", "--port", "0", "--data-dir", "data");
        try {
            var port = portOf(process);
            assertThat(answer(port, "hello", "/?name=Ada")).isEqualTo("Hello, Ada!\n");
            var token = "MAYFLY_TOKEN="
                    + Files.readString(folder.resolve("data/token")).strip();
            var url = "MAYFLY_URL=http://localhost:" + port;
            assertThat(client(
                            List.of(token, url),
                            "deploy",
                            release.home.resolve(exampleOfTheReadme()).toString()))
                    .contains("Deployed page");
            assertThat(client(List.of(token, url), "list")).contains("hello").contains("page");
            assertThat(client(List.of(token, url), "logs", "hello")).contains("hello");
        } finally {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) process.destroyForcibly();
        }
    }

    private static String exampleOfTheReadme() throws Exception {
        var deploys = Pattern.compile("(?m)^\\./mayfly deploy (\\S+)")
                .matcher(Files.readString(release.home.resolve("README.md")));
        assertThat(deploys.find()).isTrue();
        return deploys.group(1);
    }

    private static String client(List<String> environment, String... arguments) throws Exception {
        var process = release.start(environment, arguments);
        var text = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(text).isZero();
        return text;
    }

    private static int portOf(Process dev) throws Exception {
        var said = new ArrayList<String>();
        var reader = dev.inputReader();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            said.add(line);
            var ready = READY.matcher(line);
            if (ready.matches()) return Integer.parseInt(ready.group(1));
        }
        throw new AssertionError("it did not start: " + String.join("\n", said));
    }

    private static String answer(int port, String function, String path) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:%d/@demo/%s%s".formatted(port, function, path)))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
