package dev.mayfly.edge;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;

/** Where a crawler publishes its key, for all tests of this module; the tests get the private one. */
final class KeyDirectory implements AutoCloseable {
    private final HttpServer server;
    private final KeyPair pair;

    KeyDirectory() throws IOException {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/http-message-signatures-directory", exchange -> {
            byte[] keys = "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"}]}"
                    .formatted(x())
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    Map<String, String> settings() {
        String origin = "http://127.0.0.1:" + server.getAddress().getPort();
        return Map.of(
                "mayfly.edge.bots.agents[0].name",
                "SignedBot",
                "mayfly.edge.bots.agents[0].signers",
                origin,
                "test.signer.origin",
                origin,
                "test.signer.x",
                x(),
                "test.signer.key",
                Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
    }

    private String x() {
        byte[] encoded = pair.getPublic().getEncoded();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
