package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stock packages of npm in functions that {@code mayfly deploy} bundles and deploys, asked through the front door. */
class PackagesIT {
    private static final Path SOURCES = root("standalone/src/test/packages");
    private static final Path LOCKED = root("functions/src/test/npm");
    private static final Path HOME = root("standalone/target/packages");
    private static final String KEY = "sk-for-tests";

    @TempDir
    static Path folder;

    private static RunningMayfly running;
    private static MayflyClient mayfly;
    private static ScriptedModel model;

    @BeforeAll
    static void start() throws Exception {
        Npm.installed(LOCKED, HOME);
        model = ScriptedModel.saying(List.of("Gr", "üße", ", Ada"));
        running = RunningMayfly.start(folder.resolve("data"), "--no-example");
        mayfly = running.client;
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
        model.close();
    }

    @Test
    void hono() throws Exception {
        deploy("hono");
        mayfly.answersSoon("hono", "/users/12?q=z", "{\"greeting\":\"Hello\",\"id\":\"12\",\"q\":\"z\"}");
        assertThat(mayfly.get("hono", "/users/12").headers().firstValue("x-seen"))
                .hasValue("1");
        assertThat(mayfly.get("hono", "/users/x").statusCode()).isEqualTo(404);
        var echoed = mayfly.post("hono", "/echo", "hey");
        assertThat(echoed.statusCode()).isEqualTo(201);
        assertThat(echoed.body()).isEqualTo("hey");
        assertThat(mayfly.get("hono", "/events").body()).isEqualTo("data: d0\nid: 0\n\ndata: d1\nid: 1\n\n");
    }

    @Test
    void ittyRouter() throws Exception {
        deploy("itty-router");
        mayfly.answersSoon("itty-router", "/sum/2/40", "{\"sum\":42}");
        assertThat(mayfly.get("itty-router", "/tea").statusCode()).isEqualTo(418);
    }

    @Test
    void zod() throws Exception {
        deploy("zod");
        answersSoon(
                "zod",
                "{\"to\":\"ada@example.com\",\"items\":[{\"id\":\"a\",\"count\":\"2\"}]}",
                "{\"to\":\"ada@example.com\",\"items\":[{\"id\":\"a\",\"count\":2}]}");
        var refused = mayfly.post("zod", "/", "{\"to\":\"ada\",\"items\":[]}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).isEqualTo("[\"to: invalid_format\",\"items: too_small\"]");
    }

    @Test
    void jose() throws Exception {
        deploy("jose");
        mayfly.answersSoon("jose", "/", "{\"sub\":\"ada\",\"refused\":\"ERR_JWS_SIGNATURE_VERIFICATION_FAILED\"}");
    }

    @Test
    void graphqlYoga() throws Exception {
        deploy("graphql-yoga");
        eventually(() -> mayfly.get(
                        "graphql-yoga", "/graphql?query=%7Bhello(name:%22Ada%22)%7D", "Accept", "application/json")
                .body()
                .equals("{\"data\":{\"hello\":\"Hello Ada\"}}"));
        var counted = mayfly.get(
                "graphql-yoga", "/graphql?query=subscription%7Bcount(to:2)%7D", "Accept", "text/event-stream");
        assertThat(counted.body()).contains("\"count\":1", "\"count\":2", "event: complete");
    }

    @Test
    void marked() throws Exception {
        deploy("marked");
        answersSoon("marked", "# Hi *there*\n\n- a", "<h1>Hi <em>there</em></h1>\n<ul>\n<li>a</li>\n</ul>\n");
    }

    @Test
    void drizzle() throws Exception {
        deploy("drizzle-orm");
        mayfly.answersSoon(
                "drizzle-orm",
                "/?name=Ada",
                "{\"sql\":\"select \\\"id\\\" from \\\"users\\\" where (\\\"users\\\".\\\"name\\\" = $1 and \\\"users\\\".\\\"age\\\" > $2) limit $3\",\"params\":[\"Ada\",17,5]}");
    }

    @Test
    void openAiStreamsFromAnEndpoint() throws Exception {
        deploy("openai");
        answersSoon("openai", "Say hello to Ada", "Grüße, Ada");
        assertThat(model.asked())
                .anyMatch(asked -> asked.authorization().equals("Bearer " + KEY)
                        && asked.body().contains("Say hello to Ada"));
    }

    @Test
    void aiStreamsFromAnEndpoint() throws Exception {
        deploy("ai");
        answersSoon("ai", "Greet Ada", "Grüße, Ada");
        assertThat(model.asked())
                .anyMatch(asked -> asked.authorization().equals("Bearer " + KEY)
                        && asked.body().contains("Greet Ada"));
    }

    @Test
    void mcpServerAnswersAClientOfNode() throws Exception {
        deploy("mcp");
        eventually(() -> mayfly.get("mcp", "/", "Accept", "text/plain").statusCode() == 406);
        Files.copy(
                SOURCES.resolve("mcp-client.mjs"), HOME.resolve("mcp-client.mjs"), StandardCopyOption.REPLACE_EXISTING);
        var url = "http://127.0.0.1:%d/@demo/mcp/".formatted(running.port);
        var said = MayflyCommand.ran(HOME, List.of("node", "mcp-client.mjs", url));
        assertThat(new ObjectMapper().readTree(said))
                .isEqualTo(new ObjectMapper()
                        .readTree("{\"server\":\"sums\",\"tools\":[\"add\"],\"sum\":\"42\",\"wrong\":true}"));
    }

    /** Until the function answers that body so; a deployment is live a moment after it was acknowledged. */
    private static void answersSoon(String function, String body, String answer) throws Exception {
        eventually(() -> mayfly.post(function, "/", body).body().equals(answer));
    }

    /** A project whose packages lie in the folder above, deployed from the command line. */
    private static void deploy(String name) throws Exception {
        var project = Files.createDirectories(HOME.resolve(name));
        Files.copy(SOURCES.resolve(name + ".ts"), project.resolve("index.ts"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(project.resolve("wrangler.jsonc"), """
                {"name": "%s", "main": "index.ts", "compatibility_flags": ["nodejs_compat"],
                 "vars": {"GREETING": "Hello", "MODEL_URL": "http://%2$s/v1"},
                 "mayfly": {"egress": {"allow": ["%2$s"]}}}""".formatted(name, model.address()));
        mayflyCommand("deploy", project.toString());
        mayflyCommand("secret", "put", name, "MODEL_KEY", "--value", KEY);
    }

    private static void mayflyCommand(String... words) throws Exception {
        new MayflyCommand(HOME, "http://localhost:" + running.port, mayfly.token()).run(words);
    }

    private static Path root(String path) {
        return Path.of(System.getProperty("mayfly.root"), path);
    }
}
