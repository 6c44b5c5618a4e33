package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.usage.Amounts;
import dev.mayfly.bindings.usage.UsageReports.Flush;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is metered, told, and held against caps. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class UsageTest {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();

    @Inject
    Edge edge;

    @Inject
    TestUsage books;

    private String account;

    @BeforeEach
    void deployed() {
        account = "metered-" + ACCOUNTS.incrementAndGet();
        edge.host.script("used", (request, client) -> answer(client, 200, "hello"));
        edge.live(edge.deployment(account, "used", "1", Egress.OPEN));
    }

    @Test
    void whatWasUsedIsTold() {
        for (int i = 0; i < 10; i++) get(account).then().statusCode(200);
        Edge.await(() -> books.used(account).equals(new Amounts(10, 10, 20_000, 50, 0)));
    }

    @Test
    void flushThatIsNotAcknowledgedComesAgainAsItWas() {
        books.toLose.set(2);
        for (int i = 0; i < 10; i++) get(account).then().statusCode(200);
        Edge.await(() -> books.toLose.get() == 0 && books.used(account).equals(new Amounts(10, 10, 20_000, 50, 0)));
        List<Flush> again = books.heard.stream()
                .filter(flush -> books.heard.stream()
                                .filter(other -> other.sequence() == flush.sequence())
                                .count()
                        > 1)
                .toList();
        assertThat(again).isNotEmpty();
        for (Flush one : again)
            assertThat(again).filteredOn(f -> f.sequence() == one.sequence()).containsOnly(one);
    }

    @Test
    void accountThatUsedUpItsCapIsRefusedAndItsNeighbourIsNot() {
        books.requestsPerDay(account, 5);
        String neighbour = "neighbour-of-" + account;
        edge.live(edge.deployment(neighbour, "used", "1", Egress.OPEN));
        Edge.await(() -> get(account).statusCode() == 429);
        get(account)
                .then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("code", is("limit-requests-per-day"))
                .body("detail", containsString("of its 5 requests per day"));
        get(neighbour).then().statusCode(200);
    }

    /** Nothing is used meanwhile, so nothing else makes the router ask. */
    @Test
    void capThatIsSetIsHeldAsSoonAsItIsHeardOf() {
        get(account).then().statusCode(200);
        Edge.await(
                () -> books.used(account).requests() == 1 && books.used(account).cpuMicros() > 0);
        books.requestsPerDay(account, 0);
        int before = books.heard.size();
        edge.publish(edge.deployments.capped(account));
        Edge.await(() -> books.heard.stream()
                .skip(before)
                .anyMatch(flush -> flush.accounts().equals(List.of(account))
                        && flush.counted().isEmpty()));
        Edge.await(() -> get(account).statusCode() == 429);
    }

    @Test
    void refusedRequestIsInTheRecordsAndCountsForNothing() {
        books.requestsPerDay(account, 0);
        Edge.await(() -> get(account).statusCode() == 429);
        long before = books.used(account).requests();
        String id = get(account).header("Mayfly-Invocation");
        Edge.await(() -> given().header("Authorization", "Bearer " + TestAuthenticator.token(account))
                .get("/v1/accounts/" + account + "/invocations/" + id)
                .asString()
                .contains("limit-requests-per-day"));
        assertThat(books.used(account).requests()).isEqualTo(before);
    }

    private static Response get(String account) {
        return given().header("Host", "used." + account + ".localhost").get("/");
    }
}
