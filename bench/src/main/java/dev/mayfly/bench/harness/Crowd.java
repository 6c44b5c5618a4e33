package dev.mayfly.bench.harness;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Clients over HTTP/1.1, one request at a time on each connection, all of them on one thread. Idle connections are used again. */
public final class Crowd implements AutoCloseable {
    /** A pair of addresses has some 28,000 ports: clients come from several addresses. */
    private static final int CONNECTIONS_PER_ADDRESS = 10_000;

    private static final int PAUSE_MS = 1;

    private final Selector selector = Selector.open();
    private final InetSocketAddress server;
    private final byte[] request;
    private final ByteBuffer read = ByteBuffer.allocateDirect(16 << 10);
    private final Deque<Client> idle = new ArrayDeque<>();
    private int opened;

    /** When who asks, and what becomes of it. All is called on the thread of {@link #run}. */
    public interface Plan {
        /** How many ask now. */
        int due(long nowNs);

        boolean over();

        void answered(int status, long startedNs, long nowNs);

        /** @param why a connection was refused or broke */
        void failed(String why);
    }

    public Crowd(int port, String host, String path) throws IOException {
        server = new InetSocketAddress("127.0.0.1", port);
        request = "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host).getBytes(StandardCharsets.US_ASCII);
    }

    private static final class Client {
        final SocketChannel channel;
        final StringBuilder answer = new StringBuilder(512);
        long startedNs;

        Client(SocketChannel channel) {
            this.channel = channel;
        }
    }

    public void run(Plan plan) throws IOException {
        while (!plan.over()) {
            long now = System.nanoTime();
            for (int due = plan.due(now); due > 0; due--) ask(plan, now);
            selector.select(key -> ready(key, plan), PAUSE_MS);
        }
    }

    private void ask(Plan plan, long nowNs) {
        try {
            Client client = idle.poll();
            if (client == null) client = open();
            client.startedNs = nowNs;
            if (client.channel.isConnected()) send(client);
        } catch (IOException e) {
            plan.failed(String.valueOf(e.getMessage()));
        }
    }

    private Client open() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress("127.0.0." + (2 + opened++ / CONNECTIONS_PER_ADDRESS), 0));
        Client client = new Client(channel);
        boolean connected = channel.connect(server);
        channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, client);
        return client;
    }

    private void send(Client client) throws IOException {
        client.answer.setLength(0);
        client.channel.write(ByteBuffer.wrap(request));
    }

    private void ready(SelectionKey key, Plan plan) {
        Client client = (Client) key.attachment();
        try {
            if (key.isConnectable()) {
                client.channel.finishConnect();
                key.interestOps(SelectionKey.OP_READ);
                send(client);
            } else {
                read(client, plan);
            }
        } catch (IOException e) {
            key.cancel();
            boolean wasIdle = idle.remove(client);
            if (!wasIdle) plan.failed(String.valueOf(e.getMessage()));
        }
    }

    private void read(Client client, Plan plan) throws IOException {
        if (client.channel.read(read.clear()) < 0) throw new IOException("the server closed the connection");
        client.answer.append(StandardCharsets.ISO_8859_1.decode(read.flip()));
        int head = client.answer.indexOf("\r\n\r\n");
        if (head < 0 || client.answer.length() < head + 4 + length(client.answer.substring(0, head))) return;
        int status = Integer.parseInt(client.answer.substring(9, 12));
        idle.push(client);
        plan.answered(status, client.startedNs, System.nanoTime());
    }

    private static int length(String head) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        int at = lower.indexOf("\r\ncontent-length:");
        if (at < 0) throw new IOException("an answer without a length");
        int end = lower.indexOf('\r', at + 2);
        return Integer.parseInt(
                lower.substring(at + 17, end < 0 ? lower.length() : end).strip());
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) key.channel().close();
        selector.close();
    }
}
