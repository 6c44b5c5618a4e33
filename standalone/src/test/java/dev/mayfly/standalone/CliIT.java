package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code mayfly} as a process, against a running {@code mayfly dev} that watches the project in its folder. */
class CliIT {
    @TempDir
    static Path folder;

    /** Where each process that was begun writes what it says on standard error. */
    private static final Map<Long, Path> ERRORS = new ConcurrentHashMap<>();

    private static RunningMayfly running;
    private static Path watched;

    @BeforeAll
    static void start() throws Exception {
        watched = folder.resolve("watched");
        assertThat(new Line(List.of("init", watched.toString())).alone().code()).isZero();
        running = RunningMayfly.startIn(watched, folder.resolve("data"), "--no-example");
    }

    @AfterAll
    static void stop() throws Exception {
        running.stop();
    }

    record Said(int code, String out, String err) {
        JsonNode json() throws IOException {
            assertThat(code).as(err).isZero();
            return new ObjectMapper().readTree(out);
        }
    }

    @Test
    void projectOfTheFolderIsDeployedAndAgainWhenItChanges() throws Exception {
        running.client.answersSoon("watched", "/?name=Ada", "Hello, Ada!\n");
        Path code = watched.resolve("index.js");
        Files.writeString(code, "export default {");
        Files.writeString(code, "export default { fetch: () => new Response('changed') };");
        running.client.answersSoon("watched", "/", "changed");
    }

    @Test
    void typeScriptWithADependencyIsBundledAndAnswers() throws Exception {
        Path shop = folder.resolve("shop");
        assertThat(new Line(List.of("init", shop.toString(), "--template", "typescript"))
                        .alone()
                        .code())
                .isZero();
        assertThat(mayfly("deploy", shop.toString()).run().code()).isEqualTo(1);
        assertThat(mayfly("deploy", shop.toString()).run().err()).contains("run `npm ci` there first");
        Npm.ci(shop);
        JsonNode deployed = mayfly("deploy", shop.toString()).json("--json");
        assertThat(deployed.path("urls").path(0).asText()).startsWith("http://shop.demo.localhost:" + running.port);
        running.client.answersSoon("shop", "/", "Hello, world!");
        JsonNode answer = mayfly("invoke", "shop", "/greetings/Ada").json("--json");
        assertThat(answer.path("body").asText()).isEqualTo("{\"greeting\":\"Hello, Ada!\"}");
        assertThat(mayfly("invoke", "shop", "/nowhere").run().code()).isEqualTo(8);

        Files.writeString(shop.resolve("src/greeting.ts"), "export function greeting( {");
        Said refused = mayfly("deploy", shop.toString()).run();
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("src/greeting.ts:1:");
    }

    @Test
    void functionIsOperatedFromItsFirstVersionToItsEnd() throws Exception {
        Path project = project("life", "one");
        String first = mayfly("deploy", project.toString())
                .json("--json")
                .path("version")
                .asText();
        running.client.answersSoon("life", "/", "one");
        project("life", "two");
        String second = mayfly("deploy", project.toString(), "--inactive", "--message", "the second")
                .json("--json")
                .path("version")
                .asText();
        assertThat(mayfly("versions", "life").run().out()).contains("the second", "inactive");
        mayfly("rollout", "start", "life", second, "--percentage", "100").json("--json");
        assertThat(mayfly("rollout", "status", "life")
                        .json("--json")
                        .path("versions")
                        .path(0)
                        .path("version")
                        .asText())
                .isEqualTo(second);
        assertThat(mayfly("rollout", "list", "life")
                        .json("--json")
                        .path(0)
                        .path("state")
                        .asText())
                .isEqualTo("completed");
        assertThat(mayfly("rollback", "life")
                        .json("--json")
                        .path("versions")
                        .path(0)
                        .path("version")
                        .asText())
                .isEqualTo(first);
        assertThat(mayfly("rollback", "life").run().code()).isEqualTo(6);
        mayfly("rollback", "life", second, "--message", "again").json("--json");

        mayfly("secret", "put", "life", "KEY", "--value", "v").json("--json");
        assertThat(mayfly("secret", "list", "life").json("--json")).hasToString("[\"KEY\"]");
        mayfly("secret", "delete", "life", "KEY").json("--json");
        mayfly("route", "put", "life", "life.example/*").json("--json");
        assertThat(mayfly("route", "list", "life").run().out().strip()).isEqualTo("life.example/*");
        assertThat(mayfly("route", "delete", "life").json("--json")).isEmpty();
        mayfly("origin", "put", "shop", "https://shop.example.com", "--route", "www.life.example/*")
                .json("--json");
        assertThat(mayfly("origin", "list").run().out().lines())
                .containsExactly("shop", "  at    https://shop.example.com", "  from  www.life.example/*");
        mayfly("origin", "delete", "shop").json("--json");

        assertThat(mayfly("list").json("--json").toString()).contains("\"life\"");
        mayfly("delete", "life").json("--json");
        assertThat(mayfly("versions", "life").run().code()).isEqualTo(4);
    }

    @Test
    void whatHappenedIsSeen() throws Exception {
        mayfly("deploy", project("seen", "here").toString()).json("--json");
        running.client.answersSoon("seen", "/", "here");
        Process tail = mayfly("tail", "seen", "--count", "1", "--every", "50", "--json")
                .begin();
        eventually(() -> {
            running.client.get("seen", "/tailed");
            return !tail.isAlive();
        });
        assertThat(tail.exitValue()).isZero();
        JsonNode invocation = new ObjectMapper().readTree(tail.getInputStream().readAllBytes());
        assertThat(invocation.path("url").asText()).contains("/tailed");
        String id = invocation.path("id").asText();
        assertThat(mayfly("trace", id).json("--json").path("id").asText()).isEqualTo(id);
        assertThat(mayfly("logs", "seen", "--limit", "5").json("--json")).isNotEmpty();
        eventually(() -> mayfly("usage", "seen", "--resolution", "minute")
                        .json("--json")
                        .path("total")
                        .path("requests")
                        .asInt()
                > 0);
    }

    @Test
    void tokensReachAsFarAsTheyMay() throws Exception {
        JsonNode made =
                mayfly("token", "create", "reader", "--allow", "functions:read").json("--json");
        String token = made.path("token").asText();
        assertThat(mayfly("token", "inspect", token)
                        .json("--json")
                        .path("checksum")
                        .asText())
                .isEqualTo("right");
        assertThat(mayfly("list", "--token", token).run().code()).isZero();
        assertThat(mayfly("token", "list", "--token", token).run().code()).isEqualTo(5);
        mayfly("token", "revoke", made.path("id").asText()).json("--json");
        eventually(() -> mayfly("list", "--token", token).run().code() == 5);
    }

    @Test
    void machineIsLookedAt() throws Exception {
        Said doctor = mayfly(
                        "doctor", "--json", "--data-dir", folder.resolve("data").toString())
                .alone();
        assertThat(doctor.code()).isBetween(0, 1);
        assertThat(new ObjectMapper().readTree(doctor.out()).path("findings")).isNotEmpty();
    }

    @Test
    void nothingIsColouredOutsideATerminal() throws Exception {
        for (String[] line : new String[][] {{"list"}, {"logs"}, {"delete", "nobody"}, {"help", "deploy"}}) {
            Said said = mayfly(line).run();
            assertThat(said.out() + said.err()).as(line[0]).isNotEmpty().doesNotContain("\u001b");
        }
    }

    private static Path project(String name, String answer) throws IOException {
        Path project = Files.createDirectories(folder.resolve(name));
        Files.writeString(project.resolve("wrangler.jsonc"), "{\"name\":\"%s\",\"main\":\"index.js\"}".formatted(name));
        Files.writeString(
                project.resolve("index.js"), "export default { fetch: () => new Response('%s') };".formatted(answer));
        return project;
    }

    private static Line mayfly(String... words) {
        return new Line(List.of(words));
    }

    /** A command line for the running Mayfly. */
    private record Line(List<String> words) {
        JsonNode json(String... more) throws Exception {
            List<String> all = new ArrayList<>(words);
            all.addAll(List.of(more));
            return new Line(all).run().json();
        }

        Said run() throws Exception {
            return said(begin());
        }

        /** Without being told where a platform is. */
        Said alone() throws Exception {
            return said(spawn(words));
        }

        Process begin() throws Exception {
            List<String> all = new ArrayList<>(words);
            all.addAll(List.of("--url", "http://localhost:" + running.port));
            if (!all.contains("--token")) all.addAll(List.of("--token", running.client.token()));
            return spawn(all);
        }

        private static Process spawn(List<String> words) throws IOException {
            List<String> command = new ArrayList<>(List.of(RunningMayfly.script()));
            command.addAll(words);
            Path errors = Files.createTempFile(folder, "said", ".err");
            var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
            Process process = builder.start();
            process.getOutputStream().close();
            ERRORS.put(process.pid(), errors);
            return process;
        }

        private static Said said(Process process) throws Exception {
            String out = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Said(process.exitValue(), out, Files.readString(ERRORS.get(process.pid())));
        }
    }
}
