package dev.mayfly.bench.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** An HTTP server that does as little as one can: the same page of 1 KB for every head that ends. One thread; a program of its own. */
final class QuickOrigin {
    private static final int PAGE = 1024;
    private static final int BACKLOG = 1024;
    private static final int END = 0x0d0a0d0a;

    private QuickOrigin() {}

    /** What of a head's end has been read. */
    private static final class Seen {
        int last;
    }

    /** {@code port}. */
    public static void main(String[] args) throws IOException {
        byte[] answer = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n".formatted(PAGE)
                        + "x".repeat(PAGE))
                .getBytes(StandardCharsets.US_ASCII);
        Selector selector = Selector.open();
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), BACKLOG);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        ByteBuffer read = ByteBuffer.allocateDirect(64 << 10);
        while (true) {
            selector.select(key -> {
                try {
                    if (key.isAcceptable()) accept(server, selector);
                    else answer(key, read, answer);
                } catch (IOException gone) {
                    close(key);
                }
            });
        }
    }

    private static void accept(ServerSocketChannel server, Selector selector) throws IOException {
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ, new Seen());
        }
    }

    private static void answer(SelectionKey key, ByteBuffer read, byte[] answer) throws IOException {
        SocketChannel client = (SocketChannel) key.channel();
        Seen seen = (Seen) key.attachment();
        if (client.read(read.clear()) < 0) throw new IOException("closed");
        read.flip();
        while (read.hasRemaining()) {
            seen.last = seen.last << 8 | (read.get() & 0xff);
            if (seen.last == END) client.write(ByteBuffer.wrap(answer));
        }
    }

    private static void close(SelectionKey key) {
        key.cancel();
        try {
            key.channel().close();
        } catch (IOException e) {
            System.err.println(e);
        }
    }
}
