package dev.mayfly.search;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that a model makes of documents. */
@QuarkusTest
class AnswerTest {
    private final Door door = new Door("answers");

    @BeforeEach
    void documents() {
        door.made(Door.WORDS);
        door.bulk("{'id':'refunds','fields':{'text':'Refunds are paid within fourteen days.'}}\n"
                        + "{'id':'secret','fields':{'text':'Refunds of the board are paid at once.'},'acl':['board']}")
                .statusCode(200);
    }

    private Response ask(String token, String body) {
        return given().header("Authorization", "Bearer " + token)
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post(door.path("/answer"));
    }

    private Response ask(String body) {
        return ask(TestAuthenticator.token("answers"), body);
    }

    @Test
    void answerComesInPiecesAndCitesDocumentsThatWereShown() {
        String events = ask("{'query':'when are refunds paid?','mode':'keyword'}")
                .then()
                .statusCode(200)
                .contentType("text/event-stream")
                .extract()
                .asString();
        assertThat(names(events)).containsExactly("sources", "text", "text", "done");
        assertThat(events)
                .contains("\"id\":\"refunds\"")
                .contains("{\"citations\":[{\"n\":1,\"index\":\"" + door.index + "\",\"id\":\"refunds\"}]}")
                .doesNotContain("board");
        ScriptedModel.Asked asked = List.copyOf(ScriptedModel.ASKED).getLast();
        assertThat(asked.authorization()).isEqualTo("Bearer of-the-model");
        assertThat(asked.body()).contains("[1] Refunds are paid").doesNotContain("board");
    }

    private static List<String> names(String events) {
        return events.lines()
                .filter(line -> line.startsWith("event:"))
                .map(line -> line.substring("event:".length()).strip())
                .toList();
    }

    @Test
    void whatBreaksAfterItBeganIsTold() {
        for (String word : List.of("please refuse", "please stop")) {
            String events =
                    ask("{'query':'refunds " + word + "','mode':'keyword'}").asString();
            assertThat(names(events)).as(word).endsWith("error").doesNotContain("done");
            assertThat(events).contains("\"code\":\"unavailable\"");
        }
    }

    @Test
    void whereNothingIsFoundTheModelIsNotAsked() {
        int before = ScriptedModel.ASKED.size();
        String events = ask("{'query':'xylophone','mode':'keyword'}").asString();
        assertThat(names(events)).containsExactly("sources", "text", "done");
        assertThat(ScriptedModel.ASKED).hasSize(before);
    }

    @Test
    void questionsThatAreNoneAndStrangersAreRefused() {
        ask("{'query':' ','mode':'keyword'}").then().statusCode(400).body("code", is("invalid-query"));
        ask("{'query':'x','mode':'keyword','facets':['tag']}")
                .then()
                .statusCode(400)
                .body("detail", containsString("facets"));
        ask("{'query':'x','mode':'keyword','limit':33}").then().statusCode(400);
        ask("{'query':'x','mode':'keyword','rerank':true}")
                .then()
                .statusCode(400)
                .body("detail", containsString("rerank"));
        for (String token : List.of(TestAuthenticator.token("others"), TestAuthenticator.reader("answers")))
            ask(token, "{'query':'x','mode':'keyword'}").then().statusCode(403);
        ask("nobody", "{'query':'x','mode':'keyword'}").then().statusCode(401);
    }
}
