package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What crawlers are answered at the door; the rules stand in the tests' application.properties. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class CrawlersTest {
    static final String PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0";

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Inject
    Edge edge;

    @BeforeEach
    void page() {
        edge.scripted("crawled", (request, client) -> answer(client, 200, "page"));
    }

    @Test
    void peopleGetThePage() {
        get(PERSON, "/paid").statusCode(200).body(is("page"));
    }

    @Test
    void crawlerThatNoRuleFitsGetsThePage() {
        get("curl/8.5", "/free").statusCode(200).body(is("page"));
    }

    @Test
    void ruleOfAnotherHostIsNotAsked() {
        edge.scripted("elsewhere", (request, client) -> answer(client, 200, "page"));
        given().header("Host", "elsewhere.demo.localhost")
                .header("User-Agent", "GPTBot/1.2")
                .get("/forbidden")
                .then()
                .statusCode(200);
    }

    @Test
    void forbiddenIsSaidAsAProblem() {
        get("GPTBot/1.2", "/forbidden")
                .statusCode(403)
                .contentType("application/problem+json")
                .header("cache-control", "no-store")
                .body("code", is("crawler-forbidden"));
        get("bingbot/2.0", "/forbidden").statusCode(200);
    }

    @Test
    void pricedPageTellsItsPrice() {
        get("GPTBot/1.2", "/paid")
                .statusCode(402)
                .header("crawler-price", "USD 0.01")
                .body("code", is("crawler-payment-required"));
        get("GPTBot/1.2", "/begged").statusCode(402).header("crawler-price", nullValue());
    }

    @Test
    void goneIsGone() {
        get("GPTBot/1.2", "/gone").statusCode(410).body("code", is("crawler-gone"));
    }

    @Test
    void movedTellsWhere() {
        get("bingbot/2.0", "/old/a?b=c").statusCode(301).header("location", "https://shop.example.com/old/a?b=c");
    }

    @Test
    void nobodyIsSentWhereHeIs() {
        get("bingbot/2.0", "/same?b=c").statusCode(200).body(is("page"));
    }

    /** Nothing is known before somebody had the page; what is in front of the router may speak TLS. */
    @Test
    void crawlerIsSentWhereThePageSaysThatItBelongs() {
        String page = "<head><link rel=canonical href='https://shop.example.com/one'></head>";
        edge.scripted("crawled", (request, client) -> answer(client, 200, page, "content-type", "text/html"));
        get("bingbot/2.0", "/canon/a?b=c").statusCode(200);
        get("bingbot/2.0", "/canon/a?b=c").statusCode(301).header("location", "https://shop.example.com/one");
        get(PERSON, "/canon/a?b=c").statusCode(200).body(is(page));
        get(PERSON, "/canon/other").statusCode(200);
        get("bingbot/2.0", "/canon/other").statusCode(301);
        given().header("Host", "crawled.demo.localhost")
                .header("User-Agent", "bingbot/2.0")
                .post("/canon/other")
                .then()
                .statusCode(200);
    }

    @Test
    void crawlerStaysWhereThePageBelongs() {
        edge.scripted(
                "crawled",
                (request, client) -> answer(
                        client,
                        200,
                        "x",
                        "content-type",
                        "text/html",
                        "link",
                        "<https://crawled.demo.localhost/canon/here>; rel=canonical"));
        get("bingbot/2.0", "/canon/here").statusCode(200);
        get("bingbot/2.0", "/canon/here").statusCode(200);
        get("bingbot/2.0", "/canon/here?x").statusCode(200);
        get("bingbot/2.0", "/canon/here?x").statusCode(301);
    }

    @Test
    void connectionGoesOnBehindAnAnswerAndEndsBehindABody() {
        String head = "%s /gone HTTP/1.1\nHost: crawled.demo.localhost\nUser-Agent: GPTBot/1.2\n%s\n";
        String twice = Edge.raw(head.formatted("GET", "") + head.formatted("HEAD", "Connection: close\n"));
        assertThat(twice.split("HTTP/1.1 410", -1)).hasSize(3);
        String smuggled = Edge.raw(head.formatted("POST", "Content-Length: 5\n") + "GET /" + head.formatted("GET", ""));
        assertThat(smuggled.split("HTTP/1.1 410", -1)).hasSize(2);
    }

    @Test
    void whoWasMetIsCounted() {
        get("GPTBot/1.2", "/gone").statusCode(410);
        given().get(management.resolve("/q/metrics"))
                .then()
                .body(containsString(
                        "mayfly_edge_crawlers_total{answer=\"410\",purpose=\"train\",standing=\"unasked\"}"))
                .body(containsString("mayfly_edge_crawler_total{crawler=\"GPTBot\",robots=\"ignored\"}"));
    }

    @Test
    void robotsTxtOfTheHostIsAnsweredForEverybody() {
        get(PERSON, "/robots.txt")
                .statusCode(200)
                .contentType("text/plain")
                .body(is("User-agent: *\nContent-Signal: search=yes, ai-train=no\nDisallow: /gone\n"));
        get("GPTBot/1.2", "/robots.txt").statusCode(200);
        given().header("Host", "crawled.demo.localhost")
                .head("/robots.txt")
                .then()
                .statusCode(200)
                .header("content-length", "70");
    }

    @Test
    void whatTheFolderHasIsAnsweredAndAllElseIsTheFunctions() {
        get(PERSON, "/llms.txt").statusCode(200).body(is("# Shop\n"));
        get(PERSON, "/.well-known/security.txt").statusCode(200).body(is("Contact: mailto:a@example.com\n"));
        get(PERSON, "/.well-known/other").statusCode(200).body(is("page"));
        get(PERSON, "/.well-known/../robots.txt").body(is("page"));
        given().header("Host", "crawled.demo.localhost")
                .post("/robots.txt")
                .then()
                .body(is("page"));
        get(PERSON, "/secret.txt").body(is("page"));
    }

    @Test
    void robotsTxtOfOtherHostsIsTheFunctions() {
        edge.scripted("elsewhere", (request, client) -> answer(client, 200, "own"));
        given().header("Host", "elsewhere.demo.localhost")
                .get("/robots.txt")
                .then()
                .statusCode(200)
                .body(is("own"));
    }

    private static ValidatableResponse get(String agent, String path) {
        return given().header("Host", "crawled.demo.localhost")
                .header("User-Agent", agent)
                .redirects()
                .follow(false)
                .urlEncodingEnabled(false)
                .get(path)
                .then();
    }
}
