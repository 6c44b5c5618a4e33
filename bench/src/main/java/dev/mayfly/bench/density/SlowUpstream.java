package dev.mayfly.bench.density;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Answers {@code GET /<ms>} after so many milliseconds, on all loopback addresses. One thread for all connections. */
final class SlowUpstream implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final Selector selector = Selector.open();
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final ByteBuffer read = ByteBuffer.allocateDirect(16 << 10);
    private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::atNs));
    private volatile boolean closed;

    private record Due(long atNs, SocketChannel to) {}

    /** What came of a request so far. */
    private static final class Head {
        final StringBuilder text = new StringBuilder(256);
    }

    SlowUpstream() throws IOException {
        server.bind(new InetSocketAddress("0.0.0.0", 0), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        Thread.ofPlatform().daemon().name("upstream").start(this::serve);
    }

    int port() {
        return server.socket().getLocalPort();
    }

    private void serve() {
        try {
            while (!closed) {
                Due next = due.peek();
                long waitMs = next == null ? 1_000 : (next.atNs - System.nanoTime()) / 1_000_000;
                if (waitMs > 0) selector.select(this::ready, waitMs);
                else selector.selectNow(this::ready);
                long now = System.nanoTime();
                for (next = due.peek(); next != null && next.atNs <= now; next = due.peek()) answer(due.remove().to);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the upstream failed", e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) accept();
            else read(key);
        } catch (IOException gone) {
            key.cancel();
            close((SocketChannel) key.channel());
        }
    }

    private void accept() throws IOException {
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ, new Head());
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel client = (SocketChannel) key.channel();
        Head head = (Head) key.attachment();
        if (client.read(read.clear()) < 0) throw new IOException("closed");
        head.text.append(StandardCharsets.US_ASCII.decode(read.flip()));
        int end = head.text.indexOf("\r\n\r\n");
        if (end < 0) return;
        long ms = Long.parseLong(head.text.substring(5, head.text.indexOf(" ", 5)));
        head.text.delete(0, end + 4);
        due.add(new Due(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms), client));
    }

    private static void answer(SocketChannel client) {
        try {
            client.write(ByteBuffer.wrap(ANSWER));
        } catch (IOException gone) {
            close(client);
        }
    }

    private static void close(SocketChannel client) {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        server.close();
    }
}
