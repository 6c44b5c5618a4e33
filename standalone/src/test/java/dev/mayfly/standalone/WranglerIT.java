package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stock wrangler against one running {@code ./mayfly dev}: what it says, and what became of it. */
class WranglerIT {
    private static final String ONE = "export default { fetch: () => new Response('one') };";
    private static final String TWO = "export default { fetch: () => new Response('two') };";

    private static final int BINDINGS = 31;

    /** What is refused makes no binding: other keys of the metadata, other calls, or nothing that wrangler sends. */
    private static final List<String> OTHER_REFUSALS = List.of(
            "assets",
            "containers",
            "data_blobs",
            "legacy_env",
            "logpush",
            "migrations",
            "pages_build_output_dir",
            "preview_urls",
            "site",
            "streaming_tail_consumers",
            "tail_consumers",
            "text_blobs",
            "triggers",
            "wasm_modules");

    @TempDir
    static Path folder;

    private static RunningMayfly running;
    private static MayflyClient mayfly;
    private static Wrangler wrangler;

    @BeforeAll
    static void start() throws Exception {
        running = RunningMayfly.start(folder.resolve("data"));
        mayfly = running.client;
        wrangler = new Wrangler(mayfly, Optional.of("demo"));
    }

    @AfterAll
    static void stop() throws Exception {
        running.close();
    }

    @Test
    void whoAmIAndWhichAccountsThereAre() throws Exception {
        var project = project("who", ONE);
        var everything =
                new Wrangler(mayfly, Optional.empty()).run(project, "whoami").succeeded();
        assertThat(everything.text()).contains("bootstrap").containsPattern("demo +│ +[0-9a-f]{32}");
        var own = new Wrangler(mayfly.with(tokenOf("demo")), Optional.empty());
        assertThat(own.run(project, "whoami").succeeded().text()).contains("demo/laptop");
    }

    @Test
    void accountOfTheTokenIsFoundWithoutBeingNamed() throws Exception {
        new Wrangler(mayfly.with(tokenOf("demo")), Optional.empty())
                .run(project("found", ONE), "deploy")
                .succeeded();
        mayfly.answersSoon("found", "/", "one");
    }

    @Test
    void typeScriptIsDeployedWithWhatItDependsOn() throws Exception {
        var greeter = Wrangler.project("greeter");
        var first = wrangler.run(greeter, "deploy").succeeded();
        assertThat(first.text()).contains("https://greeter.demo.localhost:%d/#.workers.dev".formatted(running.port));
        mayfly.answersSoon("greeter", "/?name=Ada", "Hello, Ada!");
        assertThat(mayfly.get("greeter", "/env").body())
                .isEqualTo("{\"languages\":[\"en\",\"de\"],\"key\":null,\"other\":null}");
        assertThat(mayfly.get("greeter", "/client/v4/user").body()).isEqualTo("the function's own");

        wrangler.run(greeter, "deploy", "--var", "GREETING:Moin", "--message", "says Moin")
                .succeeded();
        mayfly.answersSoon("greeter", "/?name=Ada", "Moin, Ada!");
        var versions = mayfly.read("/functions/greeter/versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).path("message").asText()).isEqualTo("says Moin");
        assertThat(versions.get(0).path("state").asText()).isEqualTo("active");
        var active = mayfly.read(
                "/functions/greeter/versions/" + versions.get(0).path("id").asText());
        assertThat(active.path("limits").path("cpuMs").asInt()).isEqualTo(250);
    }

    @Test
    void rateLimitOfTheProjectFileIsHeld() throws Exception {
        var limited = Wrangler.project("limited", """
                {"name": "limited", "main": "index.ts", "compatibility_date": "2026-01-01",
                 "ratelimits": [{"name": "FIRST", "namespace_id": "1001", "simple": {"limit": 2, "period": 60}}],
                 "unsafe": {"bindings": [
                   {"name": "SECOND", "type": "ratelimit", "namespace_id": "1002", "simple": {"limit": 1, "period": 60}}]}}""", """
                export default { async fetch(request, env) {
                  const key = new URL(request.url).pathname;
                  const of = async (limit) => (await limit.limit({ key })).success;
                  return new Response(`${await of(env.FIRST)} ${await of(env.SECOND)}`);
                } }""");
        wrangler.run(limited, "deploy").succeeded();
        mayfly.answersSoon("limited", "/a", "true true");
        assertThat(mayfly.get("limited", "/a").body()).isEqualTo("true false");
        assertThat(mayfly.get("limited", "/a").body()).startsWith("false ");
        assertThat(mayfly.get("limited", "/b").body()).isEqualTo("true true");
    }

    @Test
    void dryRunDeploysNothing() throws Exception {
        var dry = wrangler.run(Wrangler.project("greeter"), "deploy", "--dry-run", "--name", "dry")
                .succeeded();
        assertThat(dry.text()).contains("--dry-run: exiting now.");
        assertThat(mayfly.api("GET", "/functions/dry", "").statusCode()).isEqualTo(404);
    }

    @Test
    void helloWorldTemplateRuns() throws Exception {
        wrangler.run(Wrangler.template("hello-world"), "deploy").succeeded();
        mayfly.answersSoon("template-hello-world", "/", "Hello World!");
    }

    @Test
    void openApiTemplateRuns() throws Exception {
        wrangler.run(Wrangler.template("openapi"), "deploy").succeeded();
        eventually(() -> mayfly.get("template-openapi", "/api/tasks").statusCode() == 200);
        var tasks = new ObjectMapper()
                .readTree(mayfly.get("template-openapi", "/api/tasks").body());
        assertThat(tasks.path("tasks").get(0).path("name").asText()).isEqualTo("Clean my room");
        assertThat(mayfly.get("template-openapi", "/openapi.json").body()).contains("\"/api/tasks/{taskSlug}\"");
    }

    /** A project as Hono's own starter makes it, deployed by wrangler first, and then by mayfly without a change. */
    @Test
    void starterOfHonoIsDeployedByWranglerAndByMayfly() throws Exception {
        var starter = Wrangler.project("starter");
        wrangler.run(starter, "deploy", "--minify").succeeded();
        greets();
        try (var tail = wrangler.running(starter, "tail", "--format", "json")) {
            eventually(() -> mayfly.get("starter", "/").statusCode() == 200
                    && tail.text().contains("greets"));
        }
        var first = mayfly.read("/functions/starter").path("active").asText();

        var deployed = mayfly(starter, "deploy", ".", "--json");
        assertThat(deployed.path("version").asText()).isNotEqualTo(first);
        eventually(() -> {
            greets();
            return mayfly.read("/invocations?function=starter&limit=1")
                    .get(0)
                    .path("version")
                    .equals(deployed.path("version"));
        });
        assertThat(mayfly(starter, "logs", "starter", "--json").toString()).contains("greets");
    }

    private static void greets() throws Exception {
        mayfly.answersSoon("starter", "/", "Hello Hono!");
        assertThat(mayfly.get("starter", "/page?name=Ada").body()).isEqualTo("<h1>Hello, Ada!</h1>");
        assertThat(mayfly.get("starter", "/raw").body()).isEqualTo("<p>&lt;escaped&gt;</p>");
    }

    /** The command in that folder; tells the JSON that it says. */
    private static JsonNode mayfly(Path project, String... words) throws Exception {
        var command = new ArrayList<>(List.of(RunningMayfly.script()));
        command.addAll(List.of(words));
        command.addAll(List.of("--url", "http://localhost:" + running.port, "--token", mayfly.token()));
        var process = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return new ObjectMapper().readTree(said);
    }

    @Test
    void secretsAreSetListedAndDeleted() throws Exception {
        var greeter = Wrangler.project("greeter");
        wrangler.run(greeter, "deploy", "--name", "keeper").succeeded();
        wrangler.runWithInput("s3cret\n", greeter, "secret", "put", "KEY", "--name", "keeper")
                .succeeded();
        eventually(() -> mayfly.get("keeper", "/env").body().contains("\"key\":\"s3cret\""));

        wrangler.runWithInput("{\"KEY\":\"new\",\"OTHER\":\"more\"}", greeter, "secret", "bulk", "--name", "keeper")
                .succeeded();
        eventually(() -> mayfly.get("keeper", "/env").body().contains("\"key\":\"new\",\"other\":\"more\""));
        var listed = wrangler.run(greeter, "secret", "list", "--name", "keeper").succeeded();
        assertThat(listed.text()).contains("KEY", "OTHER").doesNotContain("more");

        wrangler.run(greeter, "deploy", "--name", "keeper").succeeded();
        wrangler.run(greeter, "secret", "delete", "KEY", "--name", "keeper").succeeded();
        eventually(() -> mayfly.get("keeper", "/env").body().contains("\"key\":null,\"other\":\"more\""));
        assertThat(wrangler.run(greeter, "secret", "delete", "KEY", "--name", "keeper")
                        .failed()
                        .text())
                .contains("no such secret");
    }

    @Test
    void secretOfAFunctionThatIsNotThereMakesOne() throws Exception {
        wrangler.runWithInput("value", project("draft", ONE), "secret", "put", "KEY")
                .succeeded();
        assertThat(mayfly.read("/functions/draft/secrets").toString()).isEqualTo("[\"KEY\"]");
    }

    @Test
    void versionsWaitUntilTheyAreDeployed() throws Exception {
        wrangler.run(project("steps", ONE), "deploy").succeeded();
        mayfly.answersSoon("steps", "/", "one");
        var project = project("steps", TWO);
        wrangler.run(project, "versions", "upload", "--tag", "v2", "--message", "the second")
                .succeeded();
        var newest = mayfly.read("/functions/steps/versions").get(0);
        assertThat(newest.path("state").asText()).isEqualTo("inactive");
        assertThat(mayfly.get("steps", "/").body()).isEqualTo("one");

        var id = newest.path("id").asText();
        assertThat(wrangler.run(project, "versions", "list").succeeded().text()).contains(id, "v2", "the second");
        assertThat(wrangler.run(project, "versions", "view", id).succeeded().text())
                .contains("v2", "2026-01-01", "fetch");
        wrangler.run(project, "versions", "deploy", id + "@100", "-y").succeeded();
        mayfly.answersSoon("steps", "/", "two");
    }

    @Test
    void secondVersionGetsAShareAndGivesItBack() throws Exception {
        wrangler.run(project("shared", ONE), "deploy").succeeded();
        mayfly.answersSoon("shared", "/", "one");
        var project = project("shared", TWO);
        for (var tag : new String[] {"v2", "v3"})
            wrangler.run(project, "versions", "upload", "--tag", tag).succeeded();
        var versions = mayfly.read("/functions/shared/versions");
        var third = versions.get(0).path("id").asText();
        var second = versions.get(1).path("id").asText();
        var first = versions.get(2).path("id").asText();

        wrangler.run(project, "versions", "deploy", second + "@10", first + "@90", "-y")
                .succeeded();
        for (var command : new String[] {"status", "list"})
            assertThat(wrangler.run(project, "deployments", command).succeeded().text())
                    .contains("(90%) " + first, "(10%) " + second);
        eventually(() -> twos(200) > 0);
        var once = answers(200);
        assertThat(answers(200)).isEqualTo(once);
        assertThat(once.stream().filter("two"::equals).count()).isBetween(1L, 70L);

        assertThat(wrangler.run(project, "versions", "deploy", third + "@10", second + "@90", "-y")
                        .failed()
                        .text())
                .contains("one of the two must be the version that answers now")
                .contains("10013");
        wrangler.run(project, "rollback", "-y", "--message", "two was wrong").succeeded();
        eventually(() -> twos(200) == 0);
        var ended = mayfly.read("/functions/shared/rollouts").get(0);
        assertThat(ended.path("state").asText()).isEqualTo("rolledBack");
        assertThat(ended.path("reason").asText()).contains("two was wrong");
        assertThat(mayfly.read("/functions/shared").path("active").asText()).isEqualTo(first);
    }

    private static long twos(int keys) throws Exception {
        return answers(keys).stream().filter("two"::equals).count();
    }

    /** To requests that show each its own key. */
    private static List<String> answers(int keys) throws Exception {
        var answers = new ArrayList<String>();
        for (var key = 0; key < keys; key++)
            answers.add(mayfly.get("shared", "/", "Cloudflare-Workers-Version-Key", "user-" + key)
                    .body());
        return answers;
    }

    @Test
    void tokenWithoutTheRightIsToldWhichItTakes() throws Exception {
        var project = project("readable", ONE);
        wrangler.run(project, "deploy").succeeded();
        var token = mayfly.done("POST", "/tokens", "{\"name\":\"reader\",\"rights\":[\"functions:read\"]}")
                .path("token")
                .asText();
        var reader = new Wrangler(mayfly.with(token), Optional.empty());
        assertThat(reader.run(project, "whoami").succeeded().text()).containsPattern("demo +│ +[0-9a-f]{32}");
        reader.run(project, "deployments", "status").succeeded();
        assertThat(reader.run(project, "deploy").failed().text())
                .contains("it takes the right functions:deploy@readable");
    }

    @Test
    void rollbackGoesBackToWhatAnsweredBefore() throws Exception {
        wrangler.run(project("back", ONE), "deploy", "--message", "first try").succeeded();
        var project = project("back", TWO);
        wrangler.run(project, "deploy").succeeded();
        mayfly.answersSoon("back", "/", "two");
        wrangler.run(project, "rollback", "-y", "--message", "two was wrong").succeeded();
        mayfly.answersSoon("back", "/", "one");
        var deployments = wrangler.run(project, "deployments", "list").succeeded();
        assertThat(deployments.text()).contains("first try", "two was wrong", "(100%)", "bootstrap");
        assertThat(mayfly.read("/functions/back/activations")).hasSize(3);
    }

    @Test
    void tailShowsWhatHappens() throws Exception {
        var greeter = Wrangler.project("greeter");
        wrangler.run(greeter, "deploy", "--name", "watched").succeeded();
        try (var tail = wrangler.running(greeter, "tail", "watched", "--format", "json");
                var pretty = wrangler.running(greeter, "tail", "watched", "--format", "pretty", "--status", "error")) {
            eventually(() -> mayfly.get("watched", "/log?a=1").body().equals("logged")
                    && tail.text().contains("looked at /log"));
            assertThat(tail.text()).contains("\"outcome\": \"ok\"", "\"scriptName\": \"watched\"", "/log?a=1");
            eventually(() -> mayfly.get("watched", "/throw", "Authorization", "Bearer of-a-secret")
                                    .statusCode()
                            == 500
                    && tail.text().contains("\"outcome\": \"exception\"")
                    && pretty.text().contains("TypeError: it broke here"));
            assertThat(tail.text()).contains("it broke here", "REDACTED").doesNotContain("of-a-secret");
            assertThat(pretty.text()).contains("Exception Thrown").doesNotContain("looked at");
        }
        eventually(() ->
                mayfly.v4("GET", "/accounts/demo/workers/scripts/watched/tails").contains("\"result\":[]"));
    }

    @Test
    void deletedFunctionIsGone() throws Exception {
        var project = project("brief", ONE);
        wrangler.run(project, "deploy").succeeded();
        mayfly.answersSoon("brief", "/", "one");
        wrangler.run(project, "delete").succeeded();
        eventually(() -> mayfly.get("brief", "/").statusCode() == 404);
        assertThat(mayfly.api("GET", "/functions/brief", "").statusCode()).isEqualTo(404);
    }

    @Test
    void routesLeadToTheFunction() throws Exception {
        var settings = """
                {"name": "routed", "main": "index.ts", "compatibility_date": "2026-01-01",
                 "routes": ["https://routed.example.test/v1/*"]}""";
        wrangler.run(Wrangler.project("routed", settings, ONE), "deploy").succeeded();
        assertThat(mayfly.read("/functions/routed/routes").toString())
                .isEqualTo("[{\"pattern\":\"routed.example.test/v1/*\"}]");
        eventually(() -> mayfly.atHost("routed.example.test", "/v1/x").body().equals("one"));
    }

    /** As in Workers: where there are routes, wrangler asks for no other address by itself. */
    @Test
    void addressOfItsOwnIsThereOrNotAsWorkersDevSays() throws Exception {
        var settings = """
                {"name": "hidden", "main": "index.ts", "compatibility_date": "2026-01-01",
                 "routes": ["hidden.example.test/*"]%s}""";
        var hidden = Wrangler.project("hidden", settings.formatted(""), ONE);
        var said = statusesWhile("hidden", () -> wrangler.run(hidden, "deploy").succeeded());
        assertThat(said).containsOnly(404);
        assertThat(mayfly.atRouter("/@demo/hidden/").statusCode()).isEqualTo(404);
        assertThat(mayfly.atHost("hidden.example.test", "/").body()).isEqualTo("one");
        var shown = settings.formatted(", \"workers_dev\": true");
        wrangler.run(Wrangler.project("hidden", shown, ONE), "deploy").succeeded();
        mayfly.answersSoon("hidden", "/", "one");
    }

    @Test
    void functionThatIsNewAnswersNowhereUntilTheProjectsAddressIsTold() throws Exception {
        var settings = """
                {"name": "nowhere", "main": "index.ts", "compatibility_date": "2026-01-01", "workers_dev": %s}""";
        var nowhere = Wrangler.project("nowhere", settings.formatted(false), ONE);
        var said =
                statusesWhile("nowhere", () -> wrangler.run(nowhere, "deploy").succeeded());
        assertThat(said).containsOnly(404);
        assertThat(mayfly.get("nowhere", "/").statusCode()).isEqualTo(404);
        wrangler.run(Wrangler.project("nowhere", settings.formatted(true), ONE), "triggers", "deploy")
                .succeeded();
        mayfly.answersSoon("nowhere", "/", "one");
    }

    /** What the function's own address answers meanwhile, and afterwards. */
    private static Set<Integer> statusesWhile(String function, Callable<?> deed) throws Exception {
        var statuses = new HashSet<Integer>();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var done = threads.submit(deed);
            while (!done.isDone()) statuses.add(mayfly.get(function, "/").statusCode());
            done.get();
        }
        statuses.add(mayfly.get(function, "/").statusCode());
        return statuses;
    }

    @Test
    void modulesOfNodeAreThereWithTheFlagAndStacksNameTheSources() throws Exception {
        var settings = """
                {"name": "noded", "main": "index.ts", "compatibility_date": "2026-01-01",
                 "compatibility_flags": ["nodejs_compat"], "upload_source_maps": true, "vars": {"LEVEL": "7"}}""";
        var code = """
                import { AsyncLocalStorage } from "node:async_hooks";
                import { createHash } from "crypto";
                import path from "path";
                import { Readable } from "node:stream";
                const als = new AsyncLocalStorage<string>();
                export default {
                  async fetch(request: Request): Promise<Response> {
                    if (request.url.endsWith("/broken")) throw new Error("as written");
                    const chunks: string[] = [];
                    for await (const chunk of Readable.from(["a", "b"])) chunks.push(chunk);
                    const kept = await als.run("kept", async () => { await null; return als.getStore(); });
                    const hash = createHash("sha256").update(Buffer.from("abc")).digest("hex").slice(0, 8);
                    return new Response([kept, hash, path.join("/a", "../b"), chunks.join(""), process.env.LEVEL].join());
                  },
                };
                """;
        wrangler.run(Wrangler.project("noded", settings, code), "deploy").succeeded();
        mayfly.answersSoon("noded", "/", "kept,ba7816bf,/b,ab,7");
        assertThat(mayfly.get("noded", "/broken").statusCode()).isEqualTo(500);
        eventually(() -> mayfly.read("/invocations?function=noded").toString().contains("index.ts:8:"));
    }

    @Test
    void settingsOfMayflysOwnComeWithUnsafeMetadata() throws Exception {
        var settings = """
                {"name": "own", "main": "index.ts", "compatibility_date": "2026-01-01",
                 "unsafe": {"metadata": {"mayfly": {"egress": {"mode": "none"}, "limits": {"heapBytes": 33554432}}},
                            "bindings": [{"name": "LOG", "type": "invocations"}]}}""";
        var code = "export default { fetch: async (request, env) => Response.json(await env.LOG.list({ limit: 1 })) };";
        wrangler.run(Wrangler.project("own", settings, code), "deploy").succeeded();
        eventually(() -> mayfly.get("own", "/").statusCode() == 200);
        var active = mayfly.read("/functions/own").path("active").asText();
        var version = mayfly.read("/functions/own/versions/" + active);
        assertThat(version.path("egress").path("mode").asText()).isEqualTo("none");
        assertThat(version.path("limits").path("heapBytes").asInt()).isEqualTo(33_554_432);
    }

    @Test
    void whatMayflyLacksIsRefusedByName() throws Exception {
        refused("lacks-kv", "\"kv_namespaces\": [{\"binding\": \"STORE\", \"id\": \"1\"}]", "STORE", "kv_namespace");
        refused("lacks-d1", "\"d1_databases\": [{\"binding\": \"DB\", \"database_id\": \"1\"}]", "DB", "d1");
        refused("lacks-tails", "\"tail_consumers\": [{\"service\": \"x\"}]", "tail_consumers");
        refused("lacks-placement", "\"placement\": {\"mode\": \"smart\"}", "placement");
        refused("lacks-flag", "\"compatibility_flags\": [\"python_workers\"]", "python_workers", "nodejs_compat");
        refused("lacks-limit", "\"limits\": {\"cpu_ms\": 100000000}", "cpuMs", "300000");
        refused("lacks-sites", "\"site\": {\"bucket\": \".\"}", "KV");
        refused("lacks-assets", "\"assets\": {\"directory\": \".\"}", "static assets");
    }

    @Test
    void everyKeyThatAProjectFileMayHaveIsInTheDocument() throws Exception {
        assertThat(ProjectKeys.ofTheDocument()).isEqualTo(ProjectKeys.ofTheSchema());
    }

    /** What wrangler makes of each is seen in what it would upload; it is sent one binding at a time. */
    @Test
    void everyKeyThatMakesABindingIsRefusedByTheBindingsNameAndType() throws Exception {
        var bindings = Files.readString(
                Path.of(System.getProperty("mayfly.root"), "standalone/src/test/wrangler/bindings.jsonc"));
        var project = Wrangler.project("lacks-all", bindings, ONE + "export class Thing {}");
        var form = project.resolve("form");
        wrangler.run(project, "deploy", "--dry-run", "--outfile", form.toString())
                .succeeded();
        var metadata = metadata(Files.readString(form, ISO_8859_1));
        // One of each key, and one by unsafe.bindings.
        assertThat(metadata.path("bindings")).hasSize(BINDINGS);
        assertThat(ProjectKeys.ofWhich("refused"))
                .hasSize(BINDINGS - 1 + OTHER_REFUSALS.size())
                .containsAll(OTHER_REFUSALS);
        for (var binding : metadata.path("bindings")) {
            var said = mayfly.upload(
                    "lacks-all", "{\"main_module\":\"index.js\",\"bindings\":[%s]}".formatted(binding), ONE);
            assertThat(said)
                    .contains("10501", "binding " + binding.path("name").asText() + ":")
                    .contains("the type " + binding.path("type").asText() + ";");
        }
        assertThat(mayfly.api("GET", "/functions/lacks-all", "").statusCode()).isEqualTo(404);
    }

    private static JsonNode metadata(String form) throws Exception {
        var begin = form.indexOf("\r\n\r\n", form.indexOf("name=\"metadata\"")) + 4;
        return new ObjectMapper().readTree(form.substring(begin, form.indexOf("\r\n--", begin)));
    }

    /** The keys of which the document says so, all at once. */
    @Test
    void keysWithoutEffectAreTaken() throws Exception {
        var settings = """
                {"$schema": "x", "name": "unmoved", "main": "index.ts", "compatibility_date": "2026-01-01", "cloudchamber": {}, "compliance_region": "public",
                 "dev": {"port": 23001}, "first_party_worker": false, "observability": {"enabled": false}, "previews": {},
                 "python_modules": {"exclude": []}, "send_metrics": false}""";
        assertThat(names(new ObjectMapper().readTree(settings))).containsAll(ProjectKeys.ofWhich("no effect"));
        wrangler.run(Wrangler.project("unmoved", settings, ONE), "deploy").succeeded();
        mayfly.answersSoon("unmoved", "/", "one");
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void serviceEnvironmentsAreRefusedByName() throws Exception {
        var settings = """
                {"name": "lacks-services", "main": "index.ts", "compatibility_date": "2026-01-01", "legacy_env": false, "env": {"staging": {}}}""";
        var said = wrangler.run(Wrangler.project("lacks-services", settings, ONE), "deploy", "--env", "staging")
                .failed();
        assertThat(said.text()).contains("environments");
        assertThat(mayfly.api("GET", "/functions/lacks-services", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void durableObjectsAreRefusedByName() throws Exception {
        var settings = """
                {"name": "lacks-objects", "main": "index.ts", "compatibility_date": "2026-01-01",
                 "durable_objects": {"bindings": [{"name": "COUNTER", "class_name": "Counter"}]},
                 "migrations": [{"tag": "v1", "new_sqlite_classes": ["Counter"]}]}""";
        var said = wrangler.run(
                        Wrangler.project("lacks-objects", settings, "export class Counter {}\n" + ONE), "deploy")
                .failed();
        assertThat(said.text()).contains("migrations").contains("Durable Objects");
    }

    @Test
    void codeThatDoesNotStartIsRefusedWithItsPlace() throws Exception {
        var said = wrangler.run(project("broken", "throw new Error('not today');\n" + ONE), "deploy")
                .failed();
        assertThat(said.text()).contains("not today").contains("10021");
        assertThat(mayfly.api("GET", "/functions/broken", "").statusCode()).isEqualTo(404);
    }

    @Test
    void tokenOfAnotherAccountDeploysNothing() throws Exception {
        mayfly.in("elsewhere").done("PUT", "", "{}");
        var stranger = new Wrangler(mayfly.with(tokenOf("elsewhere")), Optional.of("demo"));
        assertThat(stranger.run(project("intruder", ONE), "deploy").failed().text())
                .contains("9109");
        assertThat(mayfly.api("GET", "/functions/intruder", "").statusCode()).isEqualTo(404);
    }

    private static void refused(String name, String setting, String... named) throws Exception {
        var settings = "{\"name\": \"%s\", \"main\": \"index.ts\", \"compatibility_date\": \"2026-01-01\", %s}"
                .formatted(name, setting);
        var said = wrangler.run(Wrangler.project(name, settings, ONE), "deploy").failed();
        assertThat(said.text()).contains(named);
        assertThat(mayfly.api("GET", "/functions/" + name, "").statusCode())
                .as(said.text())
                .isEqualTo(404);
    }

    private static Path project(String name, String code) throws Exception {
        var settings = "{\"name\": \"%s\", \"main\": \"index.ts\", \"compatibility_date\": \"2026-01-01\"}";
        return Wrangler.project(name, settings.formatted(name), code);
    }

    private static String tokenOf(String account) throws Exception {
        return mayfly.in(account)
                .done("POST", "/tokens", "{\"name\":\"laptop\"}")
                .path("token")
                .asText();
    }
}
