package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.Outcome;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.DecoderConfig;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages as Markdown, below /docs of crawled.demo.localhost; the bound of a page is 64 KiB in the tests' settings. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class MarkdownPagesTest {
    private static final String HTML = "<html><h1>Hi</h1><p>there</html>";
    private static final String MARKDOWN = "# Hi\n\nthere\n";
    private static final String[] PAGE = {
        "content-type", "text/html; charset=utf-8", "etag", "\"1\"", "content-length", "32", "x-own", "kept"
    };

    @Inject
    Edge edge;

    private ValidatableResponse get(String accept) {
        return given().header("Host", "crawled.demo.localhost")
                .header("Accept", accept)
                .get("/docs/a")
                .then();
    }

    private void answers(int status, String body, String... headers) {
        edge.scripted("crawled", (request, client) -> answer(client, status, body, headers));
    }

    @Test
    void whoRatherHasMarkdownGetsIt() {
        answers(200, HTML, PAGE);
        get("text/markdown, text/html;q=0.8")
                .statusCode(200)
                .header("content-type", "text/markdown; charset=utf-8")
                .header("content-length", Integer.toString(MARKDOWN.length()))
                .header("vary", "Accept")
                .header("etag", nullValue())
                .header("x-own", "kept")
                .body(is(MARKDOWN));
    }

    @Test
    void everybodyElseGetsThePageAndCachesKnow() {
        answers(200, HTML, PAGE);
        get("text/html, text/markdown;q=0.5")
                .header("content-type", "text/html; charset=utf-8")
                .header("vary", "Accept")
                .header("etag", "\"1\"")
                .body(is(HTML));
    }

    @Test
    void itIsForPeopleToo() {
        answers(200, HTML, PAGE);
        given().header("Host", "crawled.demo.localhost")
                .header("User-Agent", CrawlersTest.PERSON)
                .header("Accept", "text/markdown")
                .get("/docs/a")
                .then()
                .body(is(MARKDOWN));
    }

    @Test
    void headTellsTheSame() {
        answers(200, HTML, PAGE);
        given().header("Host", "crawled.demo.localhost")
                .header("Accept", "text/markdown")
                .head("/docs/a")
                .then()
                .header("content-type", "text/markdown; charset=utf-8")
                .header("etag", nullValue())
                .header("vary", "Accept");
    }

    @ParameterizedTest
    @CsvSource({
        "200, application/json, x-none, x",
        "200, text/htmlx, x-none, x",
        "404, text/html, x-none, x",
        "200, text/html, content-encoding, gzip-of-its-own",
        "200, text/html, cache-control, 'max-age=1, no-transform'"
    })
    void whatIsNoPageStaysAsItIs(int status, String type, String header, String value) {
        answers(status, HTML, "content-type", type, header, value);
        String body = given().header("Host", "crawled.demo.localhost")
                .header("Accept", "text/markdown")
                .config(RestAssured.config()
                        .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders()))
                .get("/docs/a")
                .asString();
        assertThat(body).isEqualTo(HTML);
    }

    @Test
    void otherPathsAreAsTheyAre() {
        answers(200, HTML, PAGE);
        given().header("Host", "crawled.demo.localhost")
                .header("Accept", "text/markdown")
                .get("/free")
                .then()
                .header("vary", nullValue())
                .body(is(HTML));
    }

    @Test
    void varyIsAddedToWhatTheFunctionSays() {
        answers(200, HTML, "content-type", "text/html", "vary", "Origin");
        assertThat(get("text/markdown").extract().headers().getValues("vary")).containsExactly("Origin", "Accept");
        answers(200, HTML, "content-type", "text/html", "vary", "origin, accept");
        get("text/markdown").header("vary", "origin, accept");
    }

    @Test
    void streamedPageIsCollected() {
        streams("<h1>Hi</h1>", "<p>the", "re");
        get("text/markdown").statusCode(200).body(is(MARKDOWN));
    }

    @Test
    void pageBeyondTheBoundPassesWhole() {
        String[] pieces = new String[20];
        Arrays.fill(pieces, "<p>" + "x".repeat(8_000));
        AtomicInteger taken = streams(pieces);
        get("text/markdown")
                .header("content-type", "text/html")
                .header("vary", "Accept")
                .body(is(String.join("", pieces)));
        Edge.await(() -> taken.get() == 20 * 8_003);
    }

    @Test
    void pageThatBreaksOffIsNotAnsweredAsWhole() {
        edge.scripted("crawled", (request, client) -> {
            Vertx.currentContext().runOnContext(v -> {
                client.head(200, "", new String[] {"content-type", "text/html"}, new BodyComing.Streamed());
                client.responseBody("<p>half".getBytes(StandardCharsets.UTF_8));
                client.ended(new Outcome.Lost("worker"), ScriptedHost.USAGE);
            });
            return new ScriptedHost.Play();
        });
        get("text/markdown").statusCode(502);
    }

    /** @return how many bytes the function was told to have been taken */
    private AtomicInteger streams(String... pieces) {
        AtomicInteger taken = new AtomicInteger();
        edge.scripted("crawled", (request, client) -> {
            Vertx.currentContext().runOnContext(v -> send(client, pieces));
            return new ScriptedHost.Play() {
                @Override
                public void responseConsumed(int bytes) {
                    taken.addAndGet(bytes);
                }
            };
        });
        return taken;
    }

    private static void send(InvocationClient client, String... pieces) {
        client.head(200, "", new String[] {"content-type", "text/html"}, new BodyComing.Streamed());
        for (String piece : pieces) client.responseBody(piece.getBytes(StandardCharsets.UTF_8));
        client.responseBodyEnd();
        client.ended(new Outcome.Answered(), ScriptedHost.USAGE);
    }
}
