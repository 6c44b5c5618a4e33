package dev.mayfly.search;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.mayfly.bindings.search.Search;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.SearchContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(OnOpenSearch.class)
class OpenSearchRemoteTest extends SearchContract {
    @TestHTTPResource
    URI server;

    @Override
    protected String account() {
        return "over-http-in-opensearch";
    }

    @Override
    protected Face<Search> face() {
        return RemoteSearchTest.face(server, account());
    }

    /** Long documents have several passages, whose best counts; equal words score as in Lucene. */
    @Test
    void passagesAndScoresAreThoseOfLucene() {
        Door door = new Door(account()).made("{}");
        String filler = "The committee met again and adjourned without a word about it. ".repeat(60);
        door.bulk("{'id':'long','fields':{'title':'Minutes','text':'" + filler + "Penguins live in the Antarctic.'}}\n"
                        + "{'id':'short','fields':{'title':'Note','text':'The committee met.'}}")
                .statusCode(200);
        door.search("{'query':'penguins antarctic live','mode':'vector'}")
                .statusCode(200)
                .body("hits.find { it.id == 'long' }.text", containsString("Penguins"));
        door.search("{'query':'committee committee note','mode':'keyword','explain':true}")
                .statusCode(200)
                .body("hits[0].id", is("short"));
    }

    @Test
    void withoutAModelQuestionsAreRefusedAndSayWhatToSet() {
        Door door = new Door(account()).made(Door.WORDS);
        given().header("Authorization", "Bearer " + TestAuthenticator.token(account()))
                .contentType("application/json")
                .body("{\"query\":\"why?\",\"mode\":\"keyword\"}")
                .post(door.path("/answer"))
                .then()
                .statusCode(400)
                .body("code", is("no-model"))
                .body("detail", containsString("mayfly.search.answers.endpoint"));
    }
}
