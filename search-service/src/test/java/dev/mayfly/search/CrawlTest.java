package dev.mayfly.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.mayfly.search.TestSite.Page;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that read web pages. */
@QuarkusTest
class CrawlTest {
    private static final String FIELDS =
            "{\"fields\":{\"title\":{\"type\":\"text\"},\"text\":{\"type\":\"text\"},\"meaning\":{\"type\":\"vector\",\"dimensions\":2}}}";

    private final Door door = new Door("crawls");
    private TestSite site;

    @BeforeEach
    void start() throws IOException {
        site = TestSite.start();
        door.made(FIELDS);
    }

    @AfterEach
    void stop() {
        site.close();
    }

    private Response put(String settings) {
        return door.request()
                .body(settings.replace('\'', '"').replace("$", site.url("")))
                .put(door.path("/crawls/site"));
    }

    private JsonPath done(String settings) {
        put(settings).then().statusCode(200);
        return ended();
    }

    private JsonPath ended() {
        while (true) {
            JsonPath told = told();
            if (!List.of("waiting", "running").contains(told.getString("state"))) return told;
            Thread.onSpinWait();
        }
    }

    private JsonPath told() {
        return door.request()
                .get(door.path("/crawls/site"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private List<String> found(String word) {
        door.request()
                .body("{\"fields\":{}}")
                .put(door.path("/documents/last?refresh=true"))
                .then()
                .statusCode(200);
        return door.search("{'query':'" + word + "','mode':'keyword','limit':100}")
                .extract()
                .jsonPath()
                .getList("hits.id");
    }

    @Test
    void pagesAreReadAsTheirSiteAllows() {
        site.pages().put("/robots.txt", new Page(200, "text/plain", """
                User-agent: *
                Disallow: /
                User-agent: mayflycrawler
                Disallow: /private
                Allow: /private/open
                Sitemap: $/sitemap.xml
                """, List.of()));
        site.pages().put("/sitemap.xml", new Page(200, "application/xml", """
                <?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]>
                <urlset><url><loc>$/mapped</loc></url><url><loc>http://127.0.0.2/else</loc></url></urlset>""", List.of()));
        site.pages().put("/mapped", Page.html("crawled by the map"));
        site.pages().put("/", Page.html("""
                <title>Front</title><nav>menu</nav><p>crawled front</p>
                <a href="/private/x">a</a><a href="/private/open">b</a><a href="deep#part">c</a><a href="/no" rel="nofollow">d</a>
                <a href="/hidden">e</a><a href="/old">f</a><a href="/out">g</a><a href="/skip/it">h</a><a href="/picture">i</a>
                <a href="mailto:somebody">j</a><a href="/broken">k</a>"""));
        site.pages().put("/private/x", Page.html("crawled private"));
        site.pages().put("/private/open", Page.html("crawled open"));
        site.pages().put("/deep", Page.html("crawled deep <a href='/deeper'>on</a>"));
        site.pages().put("/deeper", Page.html("crawled deeper"));
        site.pages().put("/no", Page.html("crawled no"));
        site.pages().put("/hidden", Page.html("<meta name='robots' content='noindex'>crawled hidden"));
        site.pages().put("/old", new Page(301, "text/plain", "", List.of("Location: /new")));
        site.pages().put("/new", new Page(200, "text/plain; charset=utf-8", "crawled new", List.of()));
        site.pages().put("/out", new Page(302, "text/plain", "", List.of("Location: http://127.0.0.2/x")));
        site.pages().put("/skip/it", Page.html("crawled skipped"));
        site.pages().put("/picture", new Page(200, "image/png", "crawled", List.of()));
        site.pages().put("/broken", new Page(500, "text/html", "crawled", List.of()));
        JsonPath told = done("{'seeds':['$/'],'depth':1,'exclude':['*/skip/*'],'perSecond':10}");
        assertThat(told.getString("state")).isEqualTo("done");
        assertThat(found("crawled"))
                .containsExactlyInAnyOrder(
                        site.url("/"), site.url("/private/open"), site.url("/deep"), site.url("/mapped"));
        assertThat(site.asked()).doesNotContain("/private/x", "/no", "/skip/it", "/deeper", "/new");
        assertThat(told.getInt("progress.read")).isEqualTo(4);
        assertThat(told.getInt("progress.failed")).isEqualTo(1);
        assertThat(told.getList("log").toString())
                .contains(
                        "/private/x: robots.txt keeps it out",
                        "/hidden: says noindex",
                        "/picture: is no text",
                        "/broken: answered 500",
                        "/out: leads out to");
        assertThat(found("menu")).isEmpty();
    }

    @Test
    void nextRunAsksOnlyForWhatChangedAndDropsWhatIsGone() {
        site.pages().put("/", new Page(200, "text/html", "crawled <a href='/a'>a</a><a href='/b'>b</a>", List.of()));
        site.pages().put("/a", new Page(200, "text/html", "crawled a", List.of("ETag: \"1\"")));
        site.pages().put("/b", Page.html("crawled b"));
        assertThat(done("{'seeds':['$/'],'perSecond':10}").getInt("progress.read"))
                .isEqualTo(3);
        site.pages().put("/b", new Page(410, "text/html", "", List.of()));
        door.request().post(door.path("/crawls/site/run")).then().statusCode(200);
        JsonPath again = ended();
        while (again.getInt("progress.unchanged") == 0) again = ended();
        assertThat(again.getInt("progress.unchanged")).isEqualTo(1);
        assertThat(again.getInt("progress.gone")).isEqualTo(1);
        assertThat(found("crawled")).containsExactlyInAnyOrder(site.url("/"), site.url("/a"));
    }

    @Test
    void pageThatIsUnchangedStillLeadsOn() {
        site.pages().put("/", new Page(200, "text/html", "crawled <a href='/a'>a</a>", List.of("ETag: \"1\"")));
        site.pages().put("/a", new Page(200, "text/html", "crawled heron", List.of("ETag: \"1\"")));
        assertThat(done("{'seeds':['$/'],'perSecond':10}").getInt("progress.read"))
                .isEqualTo(2);
        site.pages().put("/a", new Page(200, "text/html", "crawled egret", List.of("ETag: \"2\"")));
        door.request().post(door.path("/crawls/site/run")).then().statusCode(200);
        JsonPath again = ended();
        while (again.getInt("progress.unchanged") == 0) again = ended();
        assertThat(again.getInt("progress.read")).isEqualTo(1);
        assertThat(found("egret")).containsExactly(site.url("/a"));
    }

    @Test
    void addressesThatAreNotPublicAreNeverConnectedTo() {
        for (String host : List.of("127.0.0.2", "[::1]", "169.254.169.254", "[::ffff:127.0.0.1]", "0.0.0.0"))
            assertThat(done("{'seeds':['http://" + host + ":"
                                    + site.server().getAddress().getPort() + "/']}")
                            .getInt("progress.read"))
                    .as(host)
                    .isZero();
        site.pages()
                .put(
                        "/",
                        new Page(
                                302,
                                "text/plain",
                                "",
                                List.of("Location: http://127.0.0.2:"
                                        + site.server().getAddress().getPort() + "/in")));
        site.pages().put("/in", Page.html("crawled inside"));
        JsonPath told = done("{'seeds':['$/'],'include':['*']}");
        assertThat(site.asked()).doesNotContain("/in");
        assertThat(told.getInt("progress.read")).isZero();
    }

    @Test
    void hostThatIsBusyIsAskedAgainWhenItSaid() {
        site.pages().put("/", new Page(429, "text/html", "", List.of("Retry-After: 1")));
        put("{'seeds':['$/'],'perSecond':10}").then().statusCode(200);
        while (!site.asked().contains("/")) Thread.onSpinWait();
        site.pages().put("/", Page.html("crawled"));
        assertThat(ended().getInt("progress.read")).isEqualTo(1);
        site.pages().put("/", new Page(503, "text/html", "", List.of("Retry-After: 0")));
        assertThat(done("{'seeds':['$/'],'perSecond':10}").getInt("progress.failed"))
                .isEqualTo(1);
        assertThat(site.asked().stream().filter("/"::equals)).hasSize(5);
    }

    @Test
    void hostThatStaysBusyIsLeftForTheNextRun() {
        StringBuilder links = new StringBuilder("crawled");
        for (int i = 0; i < 15; i++) {
            links.append(" <a href='/busy/").append(i).append("'>on</a>");
            site.pages().put("/busy/" + i, new Page(503, "text/html", "", List.of("Retry-After: 0")));
        }
        site.pages().put("/", Page.html(links.toString()));
        JsonPath told = done("{'seeds':['$/'],'perSecond':10}");
        assertThat(told.getInt("progress.failed")).isEqualTo(15);
        assertThat(told.getList("log").toString()).contains("busy 10 times");
        assertThat(site.asked().stream().filter(path -> path.startsWith("/busy/")))
                .hasSize(10);
    }

    @Test
    void hostThatWantsALongPauseHasItAndWhoeverCancelsIsHeardMeanwhile() {
        site.pages().put("/robots.txt", new Page(200, "text/plain", "User-agent: *\nCrawl-delay: 200\n", List.of()));
        site.pages().put("/", Page.html("crawled"));
        put("{'seeds':['$/']}").then().statusCode(200);
        while (!site.asked().contains("/robots.txt")) Thread.onSpinWait();
        door.request().post(door.path("/crawls/site/cancel")).then().statusCode(200);
        assertThat(ended().getString("state")).isEqualTo("cancelled");
        assertThat(site.asked()).doesNotContain("/");
    }

    @Test
    void whatAnyOfItsHeadersAndTagsForbidsIsNotKept() {
        site.pages().put("/", Page.html("crawled <a href='/a'>a</a><a href='/b'>b</a>"));
        site.pages()
                .put(
                        "/a",
                        new Page(
                                200,
                                "text/html",
                                "crawled a",
                                List.of("X-Robots-Tag: nofollow", "X-Robots-Tag: noindex")));
        site.pages()
                .put(
                        "/b",
                        Page.html(
                                "<meta name='robots' content='nofollow'><meta name='robots' content='noindex'>crawled b"));
        assertThat(done("{'seeds':['$/'],'perSecond':10}").getInt("progress.skipped"))
                .isEqualTo(2);
        assertThat(found("crawled")).containsExactly(site.url("/"));
    }

    @Test
    void sitemapMayHaveMoved() {
        site.pages().put("/robots.txt", new Page(200, "text/plain", "Sitemap: $/old.xml\n", List.of()));
        site.pages().put("/old.xml", new Page(301, "text/plain", "", List.of("Location: /new.xml")));
        site.pages()
                .put(
                        "/new.xml",
                        new Page(200, "application/xml", "<urlset><url><loc>$/mapped</loc></url></urlset>", List.of()));
        site.pages().put("/", Page.html("crawled"));
        site.pages().put("/mapped", Page.html("crawled by the map"));
        assertThat(done("{'seeds':['$/'],'perSecond':10}").getInt("progress.read"))
                .isEqualTo(2);
    }

    @Test
    void soManyJobsAndNoMoreHoweverManyAreMadeAtOnce() throws Exception {
        Door crowd = new Door("crowd").made(FIELDS);
        List<Integer> answers = java.util.Collections.synchronizedList(new java.util.ArrayList<>());
        List<Thread> threads = java.util.stream.IntStream.range(0, 40)
                .mapToObj(i -> Thread.ofPlatform()
                        .start(() -> answers.add(crowd.request()
                                .body("{\"seeds\":[\"http://127.0.0.2/\"]}")
                                .put(crowd.path("/crawls/c" + i))
                                .statusCode())))
                .toList();
        for (Thread thread : threads) thread.join();
        assertThat(answers.stream().filter(status -> status == 200)).hasSize(30);
        assertThat(answers.stream().filter(status -> status == 429)).hasSize(10);
    }

    @Test
    void pageThatSaysAgainWhatItSaidIsReadAgain() {
        site.pages().put("/", new Page(200, "text/html", "crawled heron", List.of("ETag: \"1\"")));
        done("{'seeds':['$/'],'perSecond':10}");
        assertThat(found("heron")).hasSize(1);
        site.pages()
                .put(
                        "/",
                        new Page(
                                200,
                                "text/html",
                                "<meta name='robots' content='noindex'>crawled",
                                List.of("ETag: \"2\"")));
        again();
        assertThat(found("heron")).isEmpty();
        site.pages().put("/", new Page(200, "text/html", "crawled heron", List.of("ETag: \"1\"")));
        again();
        assertThat(found("heron")).hasSize(1);
        site.pages().put("/", new Page(301, "text/html", "", List.of("Location: /moved")));
        site.pages().put("/moved", Page.html("crawled heron"));
        again();
        assertThat(found("heron")).containsExactly(site.url("/moved"));
    }

    private void again() {
        String before = told().getString("endedAt");
        door.request().post(door.path("/crawls/site/run")).then().statusCode(200);
        while (before.equals(String.valueOf(ended().getString("endedAt")))) Thread.onSpinWait();
    }

    @Test
    void crawlsOfOneAccountHoldUpNobodyElses() {
        Door busy = new Door("busy").made(FIELDS);
        for (int i = 0; i < 5; i++)
            busy.request()
                    .body("{\"seeds\":[\"" + site.url("/endless/" + i) + "\"],\"depth\":20,\"pages\":10000}")
                    .put(busy.path("/crawls/c" + i))
                    .then()
                    .statusCode(200);
        site.pages().put("/", Page.html("crawled"));
        assertThat(done("{'seeds':['$/'],'perSecond':10}").getInt("progress.read"))
                .isEqualTo(1);
        var states = busy.request()
                .get(busy.path("/crawls"))
                .then()
                .extract()
                .jsonPath()
                .getList("state");
        assertThat(states.stream().filter("running"::equals)).hasSizeLessThanOrEqualTo(2);
        for (int i = 0; i < 5; i++)
            busy.request().post(busy.path("/crawls/c" + i + "/cancel")).then().statusCode(200);
        assertThat(busy.request()
                        .get(busy.path("/crawls"))
                        .then()
                        .extract()
                        .jsonPath()
                        .getList("state"))
                .contains("cancelled");
        busy.request().delete(busy.path("")).then().statusCode(204);
    }

    @Test
    void unreachableRobotsFileKeepsEverythingOut() {
        site.pages().put("/robots.txt", new Page(503, "text/plain", "", List.of()));
        site.pages().put("/", Page.html("crawled"));
        done("{'seeds':['$/']}");
        assertThat(site.asked()).doesNotContain("/");
    }

    @Test
    void runIsCancelledAndJobIsDeleted() {
        put("{'seeds':['$/endless/x'],'depth':20,'pages':10000,'perSecond':10}")
                .then()
                .statusCode(200);
        while (site.asked().stream().noneMatch("/endless/xx"::equals)) Thread.onSpinWait();
        door.request().post(door.path("/crawls/site/cancel")).then().statusCode(200);
        assertThat(ended().getString("state")).isEqualTo("cancelled");
        door.request().delete(door.path("/crawls/site")).then().statusCode(204);
        door.request().get(door.path("/crawls/site")).then().statusCode(404).body("code", is("not-found"));
    }

    /** Nobody waits for the last of fifty sitemaps to be heard. */
    @Test
    void runIsCancelledWhileSitemapsAreRead() {
        StringBuilder robots = new StringBuilder();
        for (int i = 0; i < 50; i++) robots.append("Sitemap: $/map").append(i).append('\n');
        site.pages().put("/robots.txt", new Page(200, "text/plain", robots.toString(), List.of()));
        site.pages().put("/", Page.html("crawled"));
        put("{'seeds':['$/'],'perSecond':10}").then().statusCode(200);
        while (!site.asked().contains("/map0")) Thread.onSpinWait();
        door.request().post(door.path("/crawls/site/cancel")).then().statusCode(200);
        assertThat(ended().getString("state")).isEqualTo("cancelled");
        assertThat(site.asked()).doesNotContain("/", "/map49");
    }

    @Test
    void scheduleIsKept() {
        site.pages().put("/", Page.html("crawled"));
        JsonPath told = done("{'seeds':['$/'],'every':'PT1M'}");
        assertThat(java.time.Instant.parse(told.getString("nextAt")))
                .isBetween(
                        java.time.Instant.parse(told.getString("endedAt")).plusSeconds(59),
                        java.time.Instant.parse(told.getString("endedAt")).plusSeconds(61));
    }

    @Test
    void settingsThatAreNoneAndStrangersAreRefused() {
        for (String settings : List.of(
                "{'seeds':[]}",
                "{'seeds':['ftp://example.com/']}",
                "{'seeds':['http://user:word@example.com/']}",
                "{'seeds':['$/'],'depth':21}",
                "{'seeds':['$/'],'pages':0}",
                "{'seeds':['$/'],'perSecond':11}",
                "{'seeds':['$/'],'every':'PT59S'}",
                "{'seeds':['$/'],'every':'P3000000D'}",
                "{'seeds':['$/'],'every':'hourly'}"))
            put(settings).then().statusCode(400).body("code", is("invalid-crawl"));
        Door words = new Door("crawls").made(Door.WORDS);
        words.request()
                .body("{\"seeds\":[\"https://example.com/\"]}")
                .put(words.path("/crawls/site"))
                .then()
                .statusCode(400)
                .body("detail", containsString("title and text"));
        for (String method : List.of("GET", "PUT", "DELETE"))
            for (String token : List.of(TestAuthenticator.token("others"), TestAuthenticator.reader("crawls")))
                given().header("Authorization", "Bearer " + token)
                        .contentType("application/json")
                        .body("{\"seeds\":[\"https://example.com/\"]}")
                        .request(method, door.path("/crawls/site"))
                        .then()
                        .statusCode(403);
    }
}
