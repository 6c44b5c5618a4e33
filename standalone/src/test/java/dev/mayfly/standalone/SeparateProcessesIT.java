package dev.mayfly.standalone;

import static dev.mayfly.standalone.Eventually.eventually;
import static dev.mayfly.standalone.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The journey on services in processes of their own, and then what docs/operating.md says of each that goes away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SeparateProcessesIT extends Journey {
    private static final int LATER = Integer.MAX_VALUE - 10;
    private static final int KEYS = 100;

    @TempDir
    static Path folder;

    private static SeparateServices services;
    private static MayflyClient client;

    @BeforeAll
    static void start() throws Exception {
        services = new SeparateServices(folder);
        client = services.client;
        services.asker.start(SeparateServices.ASKS_EACH_SECOND);
        services.control.start();
        services.control.readySoon();
        services.search.start();
        services.memory.start();
        services.listener.start(SeparateServices.HARDLY_EVER_ASKS);
        services.asker.readySoon();
        services.listener.readySoon();
        services.search.readySoon();
        services.memory.readySoon();
        client.done("PUT", "", "{}");
        deployUntilHeard();
    }

    /** A router is ready before Redis lets it listen; a word that came too early is said again. */
    private static void deployUntilHeard() throws Exception {
        var example = Path.of(System.getProperty("mayfly.root"), "functions/examples/hello/index.js");
        for (var attempt = 0; attempt < 20; attempt++) {
            client.deployed("hello", Files.readString(example));
            if (soon(Duration.ofSeconds(1), () -> client.get("hello", "/").statusCode() == 200)) return;
        }
        throw new AssertionError("the router hears nothing; it said:\n" + services.listener.said());
    }

    @AfterAll
    static void stop() throws Exception {
        if (services != null) services.close();
    }

    @Override
    MayflyClient mayfly() {
        return client;
    }

    @Override
    OtlpReceiver collector() {
        return services.collector;
    }

    @Test
    void wranglerDeploysToTheOneAndTailsWhatTheOtherSees() throws Exception {
        var wrangler = new Wrangler(client, Optional.of("demo"));
        var greeter = Wrangler.project("greeter");
        wrangler.run(greeter, "deploy", "--name", "apart").succeeded();
        client.answersSoon("apart", "/?name=Ada", "Hello, Ada!");
        try (var tail = wrangler.running(greeter, "tail", "apart", "--format", "json")) {
            eventually(() -> client.get("apart", "/log").body().equals("logged")
                    && tail.text().contains("looked at /log"));
        }
    }

    @Test
    void theControlPlaneTellsWhatFunctionsDidAtBothRouters() throws Exception {
        client.deploy("told", "export default { fetch: r => new Response(new URL(r.url).pathname) }");
        for (var router = 0; router < 2; router++)
            client.through(router).answersSoon("told", "/" + router, "/" + router);
        var path = "/v1/accounts/demo/invocations";
        eventually(() -> {
            var told = client.at("GET", path + "?function=told", "application/json", "");
            return told.statusCode() == 200
                    && told.headers().firstValue("Mayfly-Routers-Silent").isEmpty()
                    && told.body().contains("/0\"")
                    && told.body().contains("/1\"");
        });
        assertThat(client.at("GET", path + "?limit=0", "application/json", "").statusCode())
                .isEqualTo(400);
        assertThat(client.at("GET", path + "/0123456789abcdef", "application/json", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(client.with("wrong").at("GET", path, "application/json", "").statusCode())
                .isEqualTo(401);
    }

    @Test
    void revokedTokenIsRefusedByTheControlPlaneAtOnceAndByEveryRouterSoon() throws Exception {
        var made = client.done("POST", "/tokens", "{\"name\":\"short-lived\"}");
        var holder = client.with(made.path("token").asText());
        holder.soonAtEveryRouter(router -> router.api("GET", "/invocations", "").statusCode() == 200);
        client.api("DELETE", "/tokens/" + made.path("id").asText(), "");
        assertThat(holder.api("GET", "/functions", "").statusCode()).isEqualTo(401);
        holder.soonAtEveryRouter(router -> router.api("GET", "/invocations", "").statusCode() == 401);
    }

    @Test
    void expiredTokenIsRefusedEverywhere() throws Exception {
        var end = Instant.now().plusSeconds(2).toString();
        var made = client.done("POST", "/tokens", "{\"name\":\"brief\",\"expiresAt\":\"%s\"}".formatted(end));
        var holder = client.with(made.path("token").asText());
        holder.soonAtEveryRouter(router -> router.api("GET", "/invocations", "").statusCode() == 401);
        assertThat(Instant.now()).isAfter(Instant.parse(end));
        assertThat(holder.api("GET", "/functions", "").body()).contains("expired");
    }

    /** Told by Redis to the one router, asked for by the other. */
    @Test
    void capIsHeldByBothRoutersTogetherAndTakenAwayFromBoth() throws Exception {
        var capped = client.in("capped");
        capped.done("PUT", "", "{}");
        capped.deployed("counted", "export default { fetch: () => new Response('let in') };");
        capped.answersSoon("counted", "/", "let in");
        capped.done("PUT", "/caps", "{\"requestsPerDay\":0}");
        capped.soonAtEveryRouter(router -> router.get("counted", "/").statusCode() == 429);
        capped.done("PUT", "/caps", "{}");
        capped.answersSoon("counted", "/", "let in");

        capped.done("PUT", "/caps", "{\"requestsPerDay\":200}");
        eventually(() -> capped.through(0).get("counted", "/").statusCode() == 429);
        eventually(() -> capped.through(1).get("counted", "/").statusCode() == 429);
        assertThat(capped.through(1).get("counted", "/").body()).contains("limit-requests-per-day", "of its 200");
    }

    /** The same keys at each percentage, on both routers, also when one of them began anew: those that met the new version stay with it. */
    @Test
    void keyMeetsTheSameVersionOnBothRoutersAndNeverGoesBack() throws Exception {
        client.deployed("sticky", "export default { fetch: () => new Response('one') };");
        client.answersSoon("sticky", "/", "one");
        var next = client.uploaded("sticky", "export default { fetch: () => new Response('two') };");
        var before = Set.<Integer>of();
        for (var percentage : new int[] {30, 60, 100}) {
            client.done(
                    "POST",
                    "/functions/sticky/rollouts",
                    "{\"version\":\"%s\",\"percentage\":%d,\"stickyBy\":\"cookie:user\",\"automaticRollback\":{\"mode\":\"off\"}}"
                            .formatted(next, percentage));
            var known = before;
            client.soonAtEveryRouter(router -> candidates(router).size() > known.size());
            var now = candidates(client);
            assertThat(now).containsAll(before);
            assertThat(candidates(client.through(1))).isEqualTo(now);
            before = now;
            if (percentage == 30) {
                services.asker.close();
                services.asker.start(SeparateServices.ASKS_EACH_SECOND);
                services.asker.readySoon();
                assertThat(candidates(client.through(1))).isEqualTo(now);
            }
        }
        assertThat(before).hasSize(KEYS);
    }

    /** Users whose requests meet the new version. */
    private static Set<Integer> candidates(MayflyClient router) throws Exception {
        var users = new TreeSet<Integer>();
        for (var user = 0; user < KEYS; user++)
            if (router.get("sticky", "/", "Cookie", "a=1; user=u" + user).body().equals("two")) users.add(user);
        return users;
    }

    /** Between processes that know each other by certificates: there, elsewhere while that one is gone, and there again. */
    @Test
    void functionRunsInTheRegionThatItNamesAndElsewhereWhileThatIsGone() throws Exception {
        client.upload(
                "far",
                "{\"main_module\":\"index.js\",\"placement\":{\"mode\":\"targeted\",\"region\":\"iad\"}}",
                "export default { fetch: async r => new Response(r.method + ' ' + await r.text()) };");
        client.done("PUT", "/functions/far/address", "{\"routesOnly\":false}");
        bothReachIad();
        assertThat(client.post("far", "/", "said").body()).isEqualTo("POST said");
        services.asker.kill();
        for (var i = 0; i < 20; i++)
            assertThat(client.get("far", "/").statusCode()).isEqualTo(200);
        assertThat(answersIn("fra", client)).isTrue();
        assertThat(client.post("far", "/", "said").body()).isEqualTo("POST said");
        services.asker.start(SeparateServices.ASKS_EACH_SECOND);
        services.asker.readySoon();
        bothReachIad();
    }

    private static void bothReachIad() throws Exception {
        for (var number = 0; number < 2; number++) {
            var router = client.through(number);
            if (!soon(Duration.ofMinutes(1), () -> answersIn("iad", router)))
                throw new AssertionError("router %d does not reach iad; they said:%n%s%n%s"
                        .formatted(number, services.listener.said(), services.asker.said()));
        }
    }

    private static boolean answersIn(String region, MayflyClient router) throws Exception {
        return router.get("far", "/")
                .headers()
                .firstValue("Mayfly-Region")
                .filter(region::equals)
                .isPresent();
    }

    @Test
    void eachServiceTellsOfItselfOnItsManagementPort() throws Exception {
        for (var service : services.all()) {
            for (var path : new String[] {"/q/health/live", "/q/health/ready"})
                assertThat(service.managed(path).body()).as(path).contains("\"status\": \"UP\"");
            assertThat(service.managed("/q/metrics").body()).contains("\njvm_info", "\nmayfly_isolates_workers{");
            assertThat(service.managed("/q/openapi").body()).contains("openapi: 3.", "/v1/accounts/{account}/");
        }
    }

    @Test
    void dashboardsAndGuidesNameOnlyMetricsThatExist() throws Exception {
        client.answersSoon("hello", "/", "Hello, world!\n");
        var told = new HashSet<String>();
        for (var service : services.all())
            service.managed("/q/metrics")
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> told.add(line.split("[{ ]", 2)[0]));
        for (var file : List.of("k8s/base/observability/dashboards", "docs/operating.md"))
            assertThat(MetricNames.below(Path.of(System.getProperty("mayfly.root"), file)))
                    .as(file)
                    .isNotEmpty()
                    .isSubsetOf(told);
    }

    @Test
    void eachServiceTellsTheCollectorOfItsSpans() throws Exception {
        tellsTheCollector(
                "mayfly-edge-router", services.listener, trace -> client.get("hello", "/", "traceparent", trace));
        tellsTheCollector(
                "mayfly-control-plane",
                services.control,
                trace -> client.api("GET", "/functions", "", "traceparent", trace));
    }

    /** Asks in a new trace now and then, since an exporter drops a batch that it could not deliver, and nobody is told. */
    private static void tellsTheCollector(String name, ServiceProcess service, Asked asked) throws Exception {
        for (var attempt = 0; attempt < 6; attempt++) {
            var trace = "0af7651916cd43dd8448eb211c8031%02x".formatted(attempt);
            assertThat(asked.in("00-" + trace + "-b7ad6b7169203331-01").statusCode())
                    .isEqualTo(200);
            if (soon(Duration.ofSeconds(15), () -> services.collector.heard(name, trace))) return;
        }
        throw new AssertionError("the collector never heard of " + name + ", which said:\n" + service.said());
    }

    private interface Asked {
        HttpResponse<String> in(String traceparent) throws Exception;
    }

    @Test
    @Order(LATER)
    void functionsAnswerAtTheOtherRouterWhileOneIsAwayAndBothKnowAllAfterwards() throws Exception {
        client.deployed("kept", "export default { fetch: (request, env) => new Response(env.KEY ?? 'none') };");
        client.answersSoon("kept", "/", "none");
        services.listener.kill();
        client.done("PUT", "/functions/kept/secrets/KEY", "{\"value\":\"from the snapshot\"}");
        client.through(1).answersSoon("kept", "/", "from the snapshot");
        services.listener.start(SeparateServices.HARDLY_EVER_ASKS);
        services.listener.readySoon();
        assertThat(client.get("kept", "/").body()).isEqualTo("from the snapshot");
    }

    @Test
    @Order(LATER + 1)
    void functionsAnswerWithoutTheControlPlaneAndAllIsThereAfterARestart() throws Exception {
        var keeps = "-Dmayfly.edge.keep.directory=" + folder.resolve("kept");
        services.asker.kill();
        services.asker.start(SeparateServices.ASKS_EACH_SECOND, keeps);
        services.asker.readySoon();
        client.done("PUT", "/functions/kept/secrets/KEY", "{\"value\":\"kept by the router\"}");
        client.answersSoon("kept", "/", "kept by the router");
        for (var name : List.of("index", "flags"))
            eventually(() -> Files.exists(folder.resolve("kept").resolve(name)));
        var flags = folder.resolve("kept/flags");
        var before = Files.getLastModifiedTime(flags);
        client.deployed(
                "flag-kept",
                "export default { fetch: async (request, env) => new Response(await env.FLAGS.getStringValue('word', 'none')) };",
                "[{\"type\":\"flags\",\"name\":\"FLAGS\"}]");
        client.done(
                "PUT",
                "/flags/flag-kept/flags/word",
                "{\"definition\":{\"state\":\"ENABLED\",\"variants\":{\"a\":\"kept too\"},\"defaultVariant\":\"a\"}}");
        client.answersSoon("flag-kept", "/", "kept too");
        eventually(() -> Files.getLastModifiedTime(flags).compareTo(before) > 0);

        services.control.kill();
        for (var router = 0; router < 2; router++) {
            assertThat(client.through(router).get("kept", "/").body()).isEqualTo("kept by the router");
            assertThat(client.through(router)
                            .with("never seen " + router)
                            .api("GET", "/invocations", "")
                            .statusCode())
                    .as("nobody knows whose the token is, and nobody says it is wrong")
                    .isEqualTo(503);
        }
        services.stopRedis();
        services.asker.kill();
        services.asker.start(SeparateServices.ASKS_EACH_SECOND, keeps);
        services.asker.readySoon();
        assertThat(services.asker.managed("/q/health/ready").body()).contains("kept, of ");
        assertThat(client.through(1).get("kept", "/").body()).isEqualTo("kept by the router");
        eventually(() -> client.through(1).get("flag-kept", "/").body().equals("kept too"));
        services.startRedis();

        services.asker.kill();
        services.asker.start(SeparateServices.ASKS_EACH_SECOND);
        eventually(services.asker::isLive);
        assertThat(services.asker.isReady())
                .as("it does not know yet what to serve")
                .isFalse();
        assertThat(client.through(1).get("kept", "/").statusCode()).isEqualTo(503);

        services.control.start();
        services.control.readySoon();
        services.asker.readySoon();
        assertThat(client.through(1).get("kept", "/").body()).isEqualTo("kept by the router");
        client.deployed("kept", "export default { fetch: () => new Response('goes on') };");
        client.through(1).answersSoon("kept", "/", "goes on");
    }

    @Test
    @Order(LATER + 2)
    void changesReachRoutersThatAskWhileRedisIsAway() throws Exception {
        services.stopRedis();
        eventually(() -> services.control.managed("/q/health/ready").body().contains("\"redis\": \"DOWN\""));
        assertThat(services.all()).allMatch(ServiceProcess::isReady);
        client.deployed("kept", "export default { fetch: () => new Response('without Redis') };");
        client.through(1).answersSoon("kept", "/", "without Redis");
        services.startRedis();
        eventually(() -> services.control.managed("/q/health/ready").body().contains("\"redis\": \"UP\""));
    }

    @Test
    @Order(LATER + 3)
    void functionsAnswerWithoutPostgresAndDeployingGoesOnWhenItIsBack() throws Exception {
        services.stopPostgres();
        eventually(() -> !services.control.isReady());
        assertThat(services.control.isLive()).as("it need not be restarted").isTrue();
        assertThat(services.asker.isReady()).isTrue();
        assertThat(client.through(1).get("kept", "/").body()).isEqualTo("without Redis");
        var refusal = client.deploy("kept", "export default { fetch: () => new Response('never') };");
        assertThat(refusal.statusCode()).isEqualTo(503);
        assertThat(refusal.body()).contains("\"code\":\"unavailable\"");
        services.startPostgres();
        services.control.readySoon();
        client.deployed("kept", "export default { fetch: () => new Response('database is back') };");
        client.through(1).answersSoon("kept", "/", "database is back");
    }

    @Test
    @Order(LATER + 4)
    void anAnswerUnderWayIsCompletedWhenItsRouterIsStopped() throws Exception {
        client.deployed("slow", """
                export default {
                  fetch: () => new Response(new ReadableStream({
                    async start(controller) {
                      controller.enqueue(new TextEncoder().encode('begun '));
                      await new Promise(done => setTimeout(done, 2000));
                      controller.enqueue(new TextEncoder().encode('and completed'));
                      controller.close();
                    },
                  })),
                };
                """);
        eventually(() -> client.through(1).get("slow", "/").statusCode() == 200);
        try (var answer = client.through(1).stream("slow")) {
            assertThat(new String(answer.readNBytes(6))).isEqualTo("begun ");
            services.asker.close();
            assertThat(new String(answer.readAllBytes())).isEqualTo("and completed");
        }
        services.asker.start(SeparateServices.ASKS_EACH_SECOND);
        services.asker.readySoon();
    }

    /** Clients as a load balancer sends them: they come for as long as the router says that it is ready. */
    @Test
    @Order(LATER + 5)
    void noRequestIsLostWhileARouterStops() throws Exception {
        client.deployed("steady", "export default { fetch: () => new Response('steady') };");
        client.through(1).answersSoon("steady", "/", "steady");
        var answered = new AtomicInteger();
        var clients = Stream.generate(() -> CompletableFuture.runAsync(() -> askWhileReady(answered)))
                .limit(4)
                .toList();
        eventually(() -> answered.get() > 100 || clients.stream().anyMatch(CompletableFuture::isDone));
        services.asker.close();
        for (var one : clients) one.get(30, TimeUnit.SECONDS);
        assertThat(answered.get()).isGreaterThan(100);
        services.asker.start(SeparateServices.ASKS_EACH_SECOND);
        services.asker.readySoon();
    }

    private static void askWhileReady(AtomicInteger answered) {
        try {
            while (services.asker.isReady()) {
                var answer = client.through(1).get("steady", "/");
                if (answer.statusCode() != 200 || !answer.body().equals("steady"))
                    throw new AssertionError(answer.statusCode() + " " + answer.body());
                answered.incrementAndGet();
            }
        } catch (Exception lost) {
            throw new AssertionError("a request was lost after " + answered, lost);
        }
    }

    @Test
    @Order(LATER + 6)
    void aRestoredDatabaseIsServedAsItWas() throws Exception {
        client.done("PUT", "/functions/hello/secrets/SEALED", "{\"value\":\"before\"}");
        services.stopPostgres();
        services.backUp();
        services.startPostgres();
        services.control.readySoon();
        client.deployed("kept", "export default { fetch: () => new Response('after the backup') };");
        client.deployed("young", "export default { fetch: () => new Response('after the backup') };");
        client.through(1).answersSoon("young", "/", "after the backup");

        services.control.close();
        services.stopPostgres();
        services.restore();
        services.startPostgres();
        services.control.start();
        services.control.readySoon();
        services.asker.close();
        services.asker.start(SeparateServices.ASKS_EACH_SECOND);
        services.asker.readySoon();
        assertThat(client.through(1).get("kept", "/").body()).isEqualTo("database is back");
        assertThat(client.through(1).get("young", "/").statusCode()).isEqualTo(404);
        assertThat(client.read("/functions/hello/secrets").toString()).contains("SEALED");
        client.deployed("hello", "export default { fetch: (request, env) => new Response(env.SEALED) };");
        client.through(1).answersSoon("hello", "/", "before");
    }
}
