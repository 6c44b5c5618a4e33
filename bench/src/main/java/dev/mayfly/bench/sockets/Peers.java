package dev.mayfly.bench.sockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** WebSocket clients, all of them on one thread: each says one short text at a time and waits until it comes back. */
final class Peers implements AutoCloseable {
    private static final int PAUSE_MS = 1;
    /** FIN and text; masked with a key of zeros. */
    private static final byte[] TEXT = {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};

    private static final int ANSWER_LENGTH = 7;

    private final Selector selector = Selector.open();
    private final InetSocketAddress server;
    private final byte[] request;
    private final ByteBuffer read = ByteBuffer.allocateDirect(16 << 10);
    private final List<Peer> open = new ArrayList<>();
    private int opening;
    private int lost;

    Peers(int port, String host) throws IOException {
        server = new InetSocketAddress("127.0.0.1", port);
        request = ("GET / HTTP/1.1\r\nHost: %s\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                .formatted(host)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Peer {
        final SocketChannel channel;
        final StringBuilder head = new StringBuilder(256);
        boolean upgraded;
        int toHear;
        long saidNs;

        Peer(SocketChannel channel) {
            this.channel = channel;
        }
    }

    int open() {
        return open.size();
    }

    int lost() {
        return lost;
    }

    /** Opens so many more, some at a time, and waits for all of them. */
    void openMore(int count, int atATime, long patienceNs) throws IOException {
        int wanted = open.size() + count;
        int asked = open.size();
        long end = System.nanoTime() + patienceNs;
        while (open.size() + lost < wanted && System.nanoTime() < end) {
            while (asked < wanted && opening < atATime) {
                asked++;
                connect();
            }
            selector.select(key -> ready(key, ns -> {}), PAUSE_MS);
        }
    }

    /** Each says its text so many times, all together so many a second; {@code heard} takes how long each echo took. */
    void echo(int times, int perSecond, LongConsumer heard, long patienceNs) throws IOException {
        int all = times * open.size();
        int[] done = {0};
        LongConsumer counting = ns -> {
            done[0]++;
            heard.accept(ns);
        };
        long start = System.nanoTime();
        BooleanSupplier waiting = () -> done[0] < all && lost == 0 && System.nanoTime() - start < patienceNs;
        for (int said = 0; waiting.getAsBoolean(); ) {
            long due = Math.min(all, (System.nanoTime() - start) * perSecond / 1_000_000_000L);
            for (; said < due; said++) say(open.get(said % open.size()));
            selector.select(key -> ready(key, counting), PAUSE_MS);
        }
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        boolean connected = channel.connect(server);
        Peer peer = new Peer(channel);
        opening++;
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, peer);
        if (connected) channel.write(ByteBuffer.wrap(request));
    }

    /** One that has not heard its last text yet waits in the kernel's buffers: its time counts from the first. */
    private void say(Peer peer) throws IOException {
        if (peer.toHear == 0) peer.saidNs = System.nanoTime();
        peer.toHear += ANSWER_LENGTH;
        peer.channel.write(ByteBuffer.wrap(TEXT));
    }

    private void ready(SelectionKey key, LongConsumer heard) {
        Peer peer = (Peer) key.attachment();
        try {
            if (key.isConnectable()) {
                peer.channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                peer.channel.write(ByteBuffer.wrap(request));
            } else {
                hear(peer, heard);
            }
        } catch (IOException e) {
            key.cancel();
            lost++;
            if (!peer.upgraded) opening--;
        }
    }

    private void hear(Peer peer, LongConsumer heard) throws IOException {
        if (peer.channel.read(read.clear()) < 0) throw new IOException("the server closed the connection");
        read.flip();
        if (!peer.upgraded) {
            peer.head.append(StandardCharsets.ISO_8859_1.decode(read));
            if (peer.head.indexOf("\r\n\r\n") < 0) return;
            if (!peer.head.substring(9, 12).equals("101")) throw new IOException("refused: " + peer.head);
            peer.upgraded = true;
            opening--;
            open.add(peer);
            return;
        }
        // A ping of the server may come between: it begins with 0x89.
        while (read.hasRemaining()) {
            int first = read.get(read.position()) & 0xff;
            if (first == 0x89) {
                read.position(read.position() + 2);
                continue;
            }
            if (first != 0x81) throw new IOException("no echo, but 0x" + Integer.toHexString(first));
            read.position(read.position() + ANSWER_LENGTH);
            peer.toHear -= ANSWER_LENGTH;
            long now = System.nanoTime();
            heard.accept(now - peer.saidNs);
            peer.saidNs = now;
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) key.channel().close();
        selector.close();
    }
}
