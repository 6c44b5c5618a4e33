package dev.mayfly.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that sends what it likes, from an address of its choice. */
final class RawClient implements AutoCloseable {
    private static final int MOMENT_MS = 50;
    private final Socket socket;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) Edge.PATIENCE.toMillis());
    }

    static RawClient from(String address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", Edge.port()));
        return new RawClient(socket);
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    RawClient send(String lines) throws IOException {
        return send(lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient get(String path, String host) throws IOException {
        return send("GET %s HTTP/1.1\nHost: %s\n\n".formatted(path, host));
    }

    /** What comes until the other side ends it; a connection that was closed over unread bytes ends as well. */
    String toTheEnd() throws IOException {
        StringBuilder heard = new StringBuilder();
        try {
            for (int b = read(); b >= 0; b = read()) heard.append((char) b);
        } catch (SocketException reset) {
            return heard.toString();
        }
        return heard.toString();
    }

    /** The head of an answer; empty when the connection ends instead. */
    String head() throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf("\r\n\r\n") < 0) {
            int b = read();
            if (b < 0) return "";
            heard.append((char) b);
        }
        return heard.toString();
    }

    /** One answer with a Content-Length; empty when the connection ends instead. */
    String answer() throws IOException {
        StringBuilder heard = new StringBuilder();
        try {
            heard.append(head());
            if (heard.isEmpty()) return "";
            String head = heard.toString().toLowerCase(Locale.ROOT);
            int at = head.indexOf("content-length: ") + "content-length: ".length();
            for (int left = Integer.parseInt(head.substring(at, head.indexOf('\r', at))); left > 0; left--)
                heard.append((char) read());
        } catch (SocketException reset) {
            return "";
        }
        return heard.toString();
    }

    /** Whether the other side ended it, after it was given a moment. */
    boolean isOver() throws IOException {
        socket.setSoTimeout(MOMENT_MS);
        try {
            return read() < 0;
        } catch (SocketTimeoutException open) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    int read() throws IOException {
        return socket.getInputStream().read();
    }

    /** Of HTTP/2 (RFC 9113, 4.1). */
    record Frame(int type, int stream, String payload) {}

    Frame frame() throws IOException {
        int length = read() << 16 | read() << 8 | read();
        int type = read();
        assertThat(type).as("the connection ended before").isNotNegative();
        read();
        int stream = read() << 24 | read() << 16 | read() << 8 | read();
        StringBuilder payload = new StringBuilder();
        for (int left = length; left > 0; left--) payload.append((char) read());
        return new Frame(type, stream, payload.toString());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
