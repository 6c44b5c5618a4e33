package dev.mayfly.search.backend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.mayfly.retrieval.chunking.Chunking;
import dev.mayfly.retrieval.index.RetrievalIndex.Change;
import dev.mayfly.retrieval.schema.Analysis;
import dev.mayfly.retrieval.schema.Field;
import dev.mayfly.retrieval.schema.Schema;
import dev.mayfly.search.SearchConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of documents that a cluster refuses; it is one that answers as it is told. */
class OpenSearchIndexTest {
    private static final Schema SCHEMA =
            new Schema(Map.of("text", new Field.Text(Analysis.english, 1)), Chunking.DEFAULT);
    private static final String DONE = "{\"errors\":false,\"items\":[]}";

    private final List<String> asked = new ArrayList<>();
    private final Queue<String> answers = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            byte[] answer = answers.remove().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private OpenSearchIndex index() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new OpenSearchIndex(
                new Cluster(new Config(url), new ObjectMapper()), "/index", SCHEMA, 0, new ObjectMapper());
    }

    private record Config(URI address) implements SearchConfig.OpenSearch {
        @Override
        public Optional<URI> url() {
            return Optional.of(address);
        }

        @Override
        public Optional<String> username() {
            return Optional.empty();
        }

        @Override
        public Optional<String> password() {
            return Optional.empty();
        }

        @Override
        public Duration patience() {
            return Duration.ofSeconds(10);
        }

        @Override
        public int shards() {
            return 1;
        }

        @Override
        public int replicas() {
            return 0;
        }
    }

    private static List<OpenIndex.Step> steps() {
        return List.of(
                new OpenIndex.Step(1, new Change.Delete("a")),
                new OpenIndex.Step(2, new Change.Delete("b")),
                new OpenIndex.Step(3, new Change.Delete("c")));
    }

    @Test
    void documentThatIsRefusedHoldsUpNoOtherAndGoes() throws IOException {
        answers.add("""
                {"errors":true,"items":[{"index":{"status":200}},{"index":{"status":400,"error":{"type":"mapper_parsing_exception"}}},
                {"index":{"status":409,"error":{"type":"version_conflict_engine_exception"}}}]}""");
        answers.add(DONE);
        index().apply(steps());
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast()).contains("\"delete\"", "\"version\":2").doesNotContain("\"version\":3");
    }

    @Test
    void clusterThatIsBusyIsAskedAgainLater() {
        answers.add("{\"errors\":true,\"items\":[{\"index\":{\"status\":429,\"error\":{}}}]}");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> index().apply(steps()))
                .isInstanceOf(dev.mayfly.bindings.problem.Problem.Unavailable.class);
        assertThat(asked).hasSize(1);
    }
}
