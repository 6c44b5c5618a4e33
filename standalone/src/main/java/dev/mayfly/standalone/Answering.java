package dev.mayfly.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Asks this Mayfly over HTTP as anybody would: ready is what answers. */
record Answering(String host, int port, String name) {
    private static final int TIMEOUT_MS = 10_000;
    private static final int PAUSE_MS = 10;

    void waitUntilOk(String path, Instant deadline) {
        var last = "nothing";
        while (Instant.now().isBefore(deadline)) {
            last = statusLine(path);
            if (last.startsWith("HTTP/1.1 200")) return;
            pause();
        }
        throw new StartRefused("Mayfly runs, but http://%s%s does not answer in time; the last word was: %s"
                .formatted(name, path, last));
    }

    private String statusLine(String path) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            var request = "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, name);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            return String.valueOf(answer.readLine());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartRefused("stopped while it started", e);
        }
    }
}
