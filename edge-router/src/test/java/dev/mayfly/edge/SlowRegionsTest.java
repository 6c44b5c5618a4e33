package dev.mayfly.edge;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.regions.PlayedRegion;
import dev.mayfly.edge.regions.Regions;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A router that waits a moment for the answers of other regions. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
@TestProfile(NarrowDoor.class)
class SlowRegionsTest {
    private static final int FAILURES = 5;

    @Inject
    Edge edge;

    @Inject
    Regions regions;

    private final String account = Invoked.freshAccount();
    private PlayedRegion iad;
    private PlayedRegion hnd;

    @BeforeEach
    void play() throws Exception {
        iad = Edge.played("iad");
        hnd = Edge.played("hnd");
        hnd.answers(http -> http.response().end("from hnd"));
        iad.answers(http -> {
            switch (http.path()) {
                case "/slow" -> {}
                case "/open" -> http.response().setChunked(true).write("begun");
                default -> http.response().end("from iad");
            }
        });
        for (String function : List.of("slow", "other")) edge.live(edge.placed(account, function, "iad", "hnd"));
        Edge.await(() -> regions.standings().equals("hnd well, iad well"));
    }

    @AfterEach
    void end() throws Exception {
        iad.close();
        hnd.close();
    }

    @Test
    void functionThatIsSlowInOneRegionIsAskedForInTheNextAndNobodyElseSuffers() throws Exception {
        try (RawClient client = RawClient.from("127.0.0.1")) {
            client.get("/open", host("other"));
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            List<CompletableFuture<String>> slow = new ArrayList<>();
            for (int i = 0; i < FAILURES; i++)
                slow.add(CompletableFuture.supplyAsync(() -> ask("slow", "/slow"), Thread::startVirtualThread));
            for (CompletableFuture<String> answer : slow)
                assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("from hnd");

            assertThat(ask("slow", "/")).isEqualTo("from hnd");
            assertThat(ask("other", "/")).isEqualTo("from iad");
            assertThat(iad.connectionsClosed()).isZero();
        }
    }

    private String ask(String function, String path) {
        return given().header("Host", host(function)).get(path).asString();
    }

    private String host(String function) {
        return "%s.%s.localhost".formatted(function, account);
    }
}
