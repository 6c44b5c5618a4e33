package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where one request ends and the next begins is beyond doubt (RFC 9112 6.3), or the connection ends. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class FramingTest {
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\nHost: framed.demo.localhost\nConnection: close\n\n";

    @Inject
    Edge edge;

    private final List<String> reached = new CopyOnWriteArrayList<>();

    @BeforeEach
    void function() {
        edge.scripted("framed", (request, client) -> {
            reached.add(request.url());
            return answer(client, 200, "served " + request.url());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\nContent-Length: 0",
                "Transfer-Encoding: chunked\nContent-Length: 5\nContent-Length: 5",
                "Content-Length: 3\nContent-Length: 0",
                "Content-Length: 3, 0",
                "Content-Length: +3",
                "Content-Length: -3",
                "Content-Length: 0x3",
                "Content-Length: 99999999999999999999",
                "Content-Length : 3",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: gzip",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding: chunked;q=1",
                "Transfer-Encoding: \u000bchunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, gzip",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\nTransfer-Encoding: identity",
                "Transfer-Encoding:",
                "Content-Length: 3\n 0",
                "Content-Length:\n 3\nContent-Length: 0",
                "Transfer-Encoding: chunked\n , gzip",
                "Transfer-Encoding: x\n chunked"
            })
    void lengthInDoubtEndsTheConnection(String headers) {
        for (String host : List.of("framed.demo.localhost", "localhost"))
            for (String method : List.of("POST", "GET", "HEAD")) {
                String request = "%s / HTTP/1.1\nHost: %s\n%s\n\n".formatted(method, host, headers);
                assertRefused(Edge.raw(request + "0\n\n" + SMUGGLED));
                // Where a chunk was to come, this is none: then the connection may end before the refusal is out.
                String answer = Edge.raw(request + SMUGGLED);
                if (!answer.isEmpty()) assertRefused(answer);
                assertThat(reached).isEmpty();
            }
    }

    @Test
    void chunksAreOfHttp11() {
        assertRefused(Edge.raw(
                "POST / HTTP/1.0\nHost: framed.demo.localhost\nConnection: keep-alive\nTransfer-Encoding: chunked\n\n"
                        + "0\n\n" + SMUGGLED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\n\n0\n\n",
                "Transfer-Encoding: chunked\n\n0\n\n",
                "transfer-encoding:CHUNKED  \n\n0\n\n",
                "\n"
            })
    void requestsOfPlainLengthFollowEachOther(String rest) {
        String answers = Edge.raw("POST /first HTTP/1.1\nHost: framed.demo.localhost\n" + rest + SMUGGLED);
        assertThat(answers.split("HTTP/1.1 200 OK", -1)).as(answers).hasSize(3);
        assertThat(reached)
                .containsExactly("http://framed.demo.localhost/first", "http://framed.demo.localhost/smuggled");
    }

    private void assertRefused(String answer) {
        assertThat(answer).matches("(?s)HTTP/1[.][01] 400 .*");
        assertThat(answer.split("HTTP/1[.][01] [0-9]", -1))
                .as("answers to it: " + answer)
                .hasSize(2);
        assertThat(reached).isEmpty();
    }
}
