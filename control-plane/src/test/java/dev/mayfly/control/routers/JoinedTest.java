package dev.mayfly.control.routers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.control.routers.Reply.Said;
import dev.mayfly.control.routers.Reply.Silent;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What many routers say, as one. */
class JoinedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Reply NOT_FOUND = said(404, "{\"code\":\"not-found\"}");

    @Test
    void theNewestComeFirstWhoeverKeepsThem() throws Exception {
        var joined = Joined.list(
                List.of(lists(invocation("d", 40, 1), invocation("a", 10, 1)), lists(invocation("c", 30, 1))),
                50,
                JSON);
        assertThat(ids(joined)).containsExactly("d", "c", "a");
        assertThat(joined.silent()).isZero();
    }

    /** As each router lists them: a long one that began early is news when it ends. */
    @Test
    void whatEndedLastIsNewest() throws Exception {
        var joined =
                Joined.list(List.of(lists(invocation("short", 5, 1)), lists(invocation("long", 0, 20_000))), 50, JSON);
        assertThat(ids(joined)).containsExactly("long", "short");
    }

    @Test
    void noMoreAreToldThanWereAskedFor() throws Exception {
        var joined = Joined.list(
                List.of(lists(invocation("d", 40, 1), invocation("a", 10, 1)), lists(invocation("c", 30, 1))), 2, JSON);
        assertThat(ids(joined)).containsExactly("d", "c");
    }

    @Test
    void whoDoesNotAnswerIsCounted() throws Exception {
        var joined = Joined.list(
                List.of(
                        new Silent(),
                        lists(invocation("a", 10, 1)),
                        said(500, "{}"),
                        said(200, "no json"),
                        said(200, "[{\"startedAt\":\"noon\"}]")),
                50,
                JSON);
        assertThat(ids(joined)).containsExactly("a");
        assertThat(joined.silent()).isEqualTo(4);
    }

    @Test
    void whatRoutersRefuseIsRefused() {
        var joined = Joined.list(List.of(new Silent(), said(403, "{\"code\":\"denied\"}")), 50, JSON);
        assertThat(joined.status()).isEqualTo(403);
        assertThat(joined.body().toString()).contains("denied");
        assertThat(joined.contentType()).isEqualTo("application/test");
    }

    @Test
    void whereNobodyAnswersNothingIsKnown() {
        for (List<Reply> replies : List.of(
                List.<Reply>of(), List.<Reply>of(new Silent()), List.of(said(503, "{}")), List.of(said(200, "{")))) {
            assertThatThrownBy(() -> Joined.list(replies, 50, JSON)).isInstanceOf(Problem.Unavailable.class);
            if (replies.isEmpty() || replies.getFirst() instanceof Silent)
                assertThatThrownBy(() -> Joined.one(replies)).isInstanceOf(Problem.Unavailable.class);
        }
    }

    @Test
    void allThatRoutersListAreToldOnce() throws Exception {
        var joined = Joined.all(
                List.of(
                        said(200, "[{\"id\":\"a\"},{\"id\":\"b\"}]"),
                        new Silent(),
                        said(200, "[{\"id\":\"b\"},{\"id\":\"c\"}]"),
                        said(200, "{")),
                10,
                JSON);
        assertThat(ids(joined)).containsExactly("a", "b", "c");
        assertThat(joined.silent()).isEqualTo(2);
        assertThat(ids(Joined.all(List.of(said(200, "[{\"id\":\"a\"},{\"id\":\"b\"}]")), 1, JSON)))
                .containsExactly("a");
        assertThat(Joined.all(List.of(said(403, "{}")), 1, JSON).status()).isEqualTo(403);
        assertThatThrownBy(() -> Joined.all(List.of(new Silent()), 1, JSON)).isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void theOneThatHasAnInvocationTellsIt() {
        assertThat(Joined.one(List.of(NOT_FOUND, new Silent(), said(200, "{\"id\":\"a\"}")))
                        .body()
                        .toString())
                .isEqualTo("{\"id\":\"a\"}");
    }

    @Test
    void thatNobodyHasItIsKnownWhenAllHaveAnswered() {
        assertThat(Joined.one(List.of(NOT_FOUND, NOT_FOUND)).status()).isEqualTo(404);
        assertThatThrownBy(() -> Joined.one(List.of(NOT_FOUND, new Silent())))
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining("1 routers do not answer");
        assertThat(Joined.one(List.of(said(403, "{}"), new Silent())).status()).isEqualTo(403);
    }

    private static String invocation(String id, int second, int lastedMs) {
        return "{\"id\":\"%s\",\"startedAt\":\"2026-01-01T00:00:%02dZ\",\"spans\":[{\"endNs\":%d000000}]}"
                .formatted(id, second, lastedMs);
    }

    private static Reply lists(String... invocations) {
        return said(200, "[" + String.join(",", invocations) + "]");
    }

    private static Reply said(int status, String body) {
        return new Said(status, "application/test", Buffer.buffer(body));
    }

    private static List<String> ids(Joined joined) throws Exception {
        var ids = new ArrayList<String>();
        JSON.readTree(joined.body().getBytes())
                .forEach(one -> ids.add(one.path("id").asText()));
        return ids;
    }
}
