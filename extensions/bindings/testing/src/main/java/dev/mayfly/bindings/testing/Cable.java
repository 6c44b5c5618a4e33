package dev.mayfly.bindings.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An address that stays while the server behind it is ended and started elsewhere, as a name in a network does. Cut, it closes what is
 * open and takes nobody; held, what is sent over it is lost and nobody is told.
 */
public final class Cable implements AutoCloseable {
    private static final int NOWHERE = 0;

    private final ServerSocket end;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> held = ConcurrentHashMap.newKeySet();
    private volatile int target = NOWHERE;

    private Cable(ServerSocket end) {
        this.end = end;
        Thread.ofVirtual().start(this::accept);
    }

    public static Cable to(int target) throws IOException {
        var cable = new Cable(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")));
        cable.target = target;
        return cable;
    }

    public int port() {
        return end.getLocalPort();
    }

    /** The URL with this cable's port in place of its server's. */
    public String in(String url) {
        return url.replaceFirst("(?<=127\\.0\\.0\\.1:)\\d+", Integer.toString(port()));
    }

    public void cut() {
        target = NOWHERE;
        open.forEach(Cable::closeQuietly);
    }

    /** From now on nothing arrives over the connections that are open now; they stay open. */
    public void hold() {
        held.addAll(open);
    }

    public void leadsTo(int newTarget) {
        target = newTarget;
    }

    private void accept() {
        while (!end.isClosed()) {
            try {
                var near = end.accept();
                open.add(near);
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException e) {
                if (!end.isClosed()) throw new UncheckedIOException(e);
            }
        }
    }

    private void connect(Socket near) {
        var to = target;
        var far = new Socket();
        open.add(far);
        try {
            if (to == NOWHERE) return;
            far.connect(new InetSocketAddress("127.0.0.1", to));
            var back = Thread.ofVirtual().start(() -> copy(far, near));
            if (target == to) copy(near, far);
            back.interrupt();
        } catch (IOException e) {
            return; // as a server that is not there: the client sees its connection closed
        } finally {
            closeQuietly(near);
            closeQuietly(far);
            open.remove(near);
            open.remove(far);
            held.remove(near);
            held.remove(far);
        }
    }

    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            var piece = new byte[8_192];
            for (var n = from.getInputStream().read(piece);
                    n >= 0;
                    n = from.getInputStream().read(piece))
                if (!held.contains(from)) to.getOutputStream().write(piece, 0, n);
        } catch (IOException e) {
            return; // closed by either side
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        end.close();
        cut();
    }
}
