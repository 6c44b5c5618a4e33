package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.edge.egress.OwnDoor;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Functions that call functions of this platform, by their URLs. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class LoopsTest {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final String ITSELF = """
            export default {
              async fetch(request) {
                const answer = await fetch(request.url, { headers: { "mayfly-pass": "forged" } });
                return new Response(await answer.text(), { status: answer.status });
              },
            };
            """;

    @Inject
    Edge edge;

    @Inject
    OwnDoor door;

    @Inject
    TestUsage books;

    private String account;

    @BeforeEach
    void newAccount() {
        account = "loops-" + ACCOUNTS.incrementAndGet();
    }

    @Test
    void functionCallsAnotherByItsUrl() {
        live("callee", """
                export default {
                  async fetch(request) {
                    return new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()} ${[...request.headers.keys()]}`);
                  },
                };
                """);
        live("caller", """
                export default {
                  async fetch() {
                    return fetch("http://callee.%s.localhost/path", { method: "POST", body: "x".repeat(1000) });
                  },
                };
                """.formatted(account));
        to("caller")
                .get("/")
                .then()
                .statusCode(200)
                .body(containsString("POST /path xxx"))
                .body(not(containsString("pass")));
        Edge.await(
                () -> books.used(account).requests() == 2 && books.used(account).egressBytes() > 3_000);
    }

    @Test
    void functionIsReachedByItsPathToo() {
        live("callee", "export default { fetch: request => new Response(new URL(request.url).pathname) }");
        live("caller", "export default { fetch: () => fetch('http://localhost/@%s/callee/deep') }".formatted(account));
        to("caller").get("/").then().statusCode(200).body(is("/deep"));
    }

    @Test
    void functionThatCallsItselfIsStoppedByDepth() {
        live("itself", ITSELF);
        to("itself").get("/").then().statusCode(508).body(containsString("\"code\":\"loop-detected\""));
        Edge.await(() -> books.used(account).requests() == 17);
    }

    @Test
    void functionThatCallsItselfByAnAddressIsStoppedByDepth() {
        edge.live(edge.deployment(account, "by-address", """
                export default {
                  async fetch() {
                    const answer = await fetch("http://127.0.0.1:%d/@%s/by-address/");
                    return new Response(await answer.text(), { status: answer.status });
                  },
                };
                """.formatted(Edge.port(), account), Edge.LOOPBACK));
        to("by-address").get("/").then().statusCode(508).body(containsString("\"code\":\"loop-detected\""));
        Edge.await(() -> books.used(account).requests() == 17);
    }

    @Test
    void functionsThatCallEachOtherAreStoppedByDepth() {
        for (String[] pair : new String[][] {{"ping", "pong"}, {"pong", "ping"}})
            live(pair[0], """
                    export default {
                      async fetch() {
                        const answer = await fetch("http://%s.%s.localhost/");
                        return new Response(await answer.text(), { status: answer.status });
                      },
                    };
                    """.formatted(pair[1], account));
        to("ping").get("/").then().statusCode(508).body(containsString("\"code\":\"loop-detected\""));
    }

    @Test
    void callsThatOneRequestLeadsToAreBounded() {
        live("wide", """
                export default {
                  async fetch(request) {
                    if (new URL(request.url).pathname === "/leaf") return new Response("leaf");
                    let refused = 0;
                    for (let i = 0; i < 45; i++) {
                      const answer = await fetch(new URL("/leaf", request.url));
                      if (answer.status === 508) refused++;
                      await answer.text();
                    }
                    return new Response(`${refused}`);
                  },
                };
                """);
        to("wide").get("/").then().statusCode(200).body(is("5"));
    }

    @Test
    void strangersPassOpensNothing() {
        live("plain", "export default { fetch: () => new Response('ok') }");
        to("plain").header("mayfly-pass", "0".repeat(32)).get("/").then().statusCode(200);
    }

    @Test
    void redirectToAFunctionCountsAsACall() {
        live("itself", "export default { fetch: request => fetch(request.url, { redirect: 'follow' }) }");
        to("itself").get("/").then().statusCode(508);
    }

    @Test
    void functionWithoutEgressReachesNoFunctionEither() {
        live("callee", "export default { fetch: () => new Response('reached') }");
        edge.live(edge.deployment(
                account,
                "closed",
                "export default { fetch: () => fetch('http://callee.%s.localhost/').catch(e => new Response(e.code)) }"
                        .formatted(account),
                new Egress(Egress.Mode.none, java.util.List.of())));
        to("closed").get("/").then().body(not(containsString("reached")));
    }

    /** Nobody proves that a custom host is theirs, so it must not draw the fetches of others. */
    @Test
    void customHostLeadsHereForItsOwnAccountAlone() {
        edge.live(edge.deployment(account, "custom", "1", Egress.OPEN, "stolen.example.com/*"));
        assertThat(door.leadsHere(account, "stolen.example.com", 443, "/")).isTrue();
        assertThat(door.leadsHere("other", "stolen.example.com", 443, "/")).isFalse();
        assertThat(door.leadsHere("other", "custom." + account + ".localhost", 80, "/"))
                .isTrue();
    }

    /** Through a load balancer, whatever its name, or another router. */
    @Test
    void urlOfAFunctionMayLeadHereByAnyName() {
        edge.live(edge.deployment(account, "routed", "1", Egress.OPEN, "routed.example.com/api/*"));
        for (String[] url : new String[][] {
            {"balancer.example.com", "/@demo/hello/"},
            {"balancer.example.com", "/%40demo/hello/"},
            {"203.0.113.7", "/@demo/hello/"},
            {"routed.example.com", "/api/1"},
            {"routed." + account + ".localhost", "/"}
        }) assertThat(door.mayLeadHere(url[0], url[1])).as(String.join("", url)).isTrue();
        for (String[] url : new String[][] {{"balancer.example.com", "/"}, {"routed.example.com", "/other"}})
            assertThat(door.mayLeadHere(url[0], url[1]))
                    .as(String.join("", url))
                    .isFalse();
    }

    @Test
    void nothingOfThePlatformIsReachedThatWay() {
        for (String path : new String[] {"/v1/accounts", "/q/health", "/"})
            assertThat(door.leadsHere(account, "localhost", Edge.port(), path))
                    .as(path)
                    .isFalse();
        assertThat(door.leadsHere(account, "nobody.demo.localhost", 80, "/")).isFalse();
        live("plain", "export default { fetch: () => new Response('ok') }");
        assertThat(door.leadsHere(account, "plain." + account + ".localhost", 5432, "/"))
                .isFalse();
    }

    private void live(String function, String code) {
        edge.live(edge.deployment(account, function, code, Egress.OPEN));
    }

    private RequestSpecification to(String function) {
        return given().header("Host", function + "." + account + ".localhost");
    }
}
