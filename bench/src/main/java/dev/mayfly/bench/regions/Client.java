package dev.mayfly.bench.regions;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a router as a load balancer would that tells the client's address (PROXY protocol, version 1): a connection for each request. */
final class Client {
    private static final int CONNECT_MS = 2_000;
    private static final int PATIENCE_MS = 20_000;

    private Client() {}

    /** @param region where it was answered, as far as that is told */
    record Answer(int status, String region) {
        boolean isGood() {
            return status == 200;
        }
    }

    static Answer ask(Router router, String from, String method, String function, String path) throws IOException {
        String body = method.equals("GET") ? "" : "some body";
        String request =
                """
                PROXY TCP4 %s %s 40000 %d\r
                %s %s HTTP/1.1\r
                Host: %s.demo.localhost\r
                Connection: close\r
                Content-Length: %d\r
                \r
                %s""".formatted(from, router.address(), Router.HTTP, method, path, function, body.length(), body);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(router.address(), Router.HTTP), CONNECT_MS);
            socket.setSoTimeout(PATIENCE_MS);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!answer.startsWith("HTTP/1.1 ")) throw new IOException("no answer");
            String region = answer.replaceAll("(?is)^.*?\r\nmayfly-region: ([^\r]*)\r\n.*$", "$1");
            return new Answer(Integer.parseInt(answer.substring(9, 12)), region.equals(answer) ? "" : region);
        }
    }
}
