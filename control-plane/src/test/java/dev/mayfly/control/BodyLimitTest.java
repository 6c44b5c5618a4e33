package dev.mayfly.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bodies that are larger than the process takes are refused with a word, and the client can read it. */
@QuarkusTest
@QuarkusTestResource(Backends.class)
class BodyLimitTest {
    private static final int PIECE = 1 << 20;
    private static final int PATIENCE_MS = 60_000;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /v1/accounts/demo/functions/big        | "code":"too-large"
            /v1/nothing                            | "code":"too-large"
            /client/v4/accounts/x/workers/scripts/y | "code":10027
            """)
    void bodyOverTheLimitIsReadToItsEndAndRefused(String path, String code) throws IOException {
        assertThat(send(path, 40, 40))
                .startsWith("HTTP/1.1 413")
                .contains(code, "has 41943040 bytes, at most 16777216 bytes (16 MB) are allowed")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void problemHasItsForm() throws IOException {
        assertThat(send("/v1/accounts/demo/functions/big", 17, 17))
                .contains("content-type: application/problem+json", "urn:mayfly:problem:too-large", "\"status\":413");
    }

    @Test
    void clientThatWaitsForTheAnswerNeedNotSendItsBody() throws IOException {
        assertThat(send("/v1/accounts/demo/functions/big", 40, 0)).startsWith("HTTP/1.1 413");
    }

    @Test
    void bodyWithoutEndIsReadForAWhileOnly() throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(head("/v1/accounts/demo/functions/big", 100_000));
            byte[] piece = new byte[PIECE];
            assertThat(sentBeforeTheConnectionEnds(out, piece)).isLessThan(1_000);
        }
    }

    private static int sentBeforeTheConnectionEnds(OutputStream out, byte[] piece) {
        for (int sent = 0; sent < 1_000; sent++)
            try {
                out.write(piece);
            } catch (IOException ended) {
                return sent;
            }
        return 1_000;
    }

    /** @return all that is answered to so many MB, of which some are sent */
    private static String send(String path, int announced, int sent) throws IOException {
        try (Socket socket = socket()) {
            OutputStream out = socket.getOutputStream();
            out.write(head(path, announced));
            byte[] piece = new byte[PIECE];
            for (int i = 0; i < sent; i++) out.write(piece);
            return answer(socket.getInputStream());
        }
    }

    /** Up to the end of the problem: whoever announced more than it sends is not waited for. */
    private static String answer(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        byte[] bytes = new byte[4096];
        while (!answer.toString().endsWith("}")) {
            int read = in.read(bytes);
            if (read < 0) return answer.toString();
            answer.append(new String(bytes, 0, read, StandardCharsets.UTF_8));
        }
        return answer.toString();
    }

    private static byte[] head(String path, int megabytes) {
        return ("PUT %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
                        + "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: %d\r\n\r\n")
                .formatted(path, Backends.BOOTSTRAP, (long) megabytes << 20)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }
}
