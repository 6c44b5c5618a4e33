package dev.mayfly.edge;

import dev.mayfly.isolates.frames.SocketFrames;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import dev.mayfly.isolates.frames.SocketReader;
import dev.mayfly.isolates.frames.SocketReader.Masks;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An upstream that takes WebSockets: answers each text, closes at "end", and speaks the protocol "a" where that is offered. */
final class SocketUpstream implements AutoCloseable {
    private final HttpServer server;
    private final String acceptPrefix;

    /** @param acceptPrefix before the true answer to the key: none makes it a sound one */
    SocketUpstream(Vertx vertx, String acceptPrefix) throws Exception {
        this.acceptPrefix = acceptPrefix;
        server = vertx.createHttpServer()
                .requestHandler(this::take)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    int port() {
        return server.actualPort();
    }

    private void take(HttpServerRequest request) {
        String key = request.getHeader("sec-websocket-key");
        if (!"13".equals(request.getHeader("sec-websocket-version")) || key == null) {
            request.response().setStatusCode(400).end();
            return;
        }
        var headers = request.response().headers();
        headers.set("connection", "Upgrade").set("upgrade", "websocket");
        headers.set("sec-websocket-accept", acceptPrefix + accept(key));
        String protocols = String.valueOf(request.getHeader("sec-websocket-protocol"));
        if (List.of(protocols.split(", *")).contains("a")) headers.set("sec-websocket-protocol", "a");
        String path = request.path();
        request.toNetSocket().onSuccess(socket -> talk(socket, path));
    }

    private static void talk(NetSocket socket, String path) {
        SocketReader reader = new SocketReader(Masks.REQUIRED);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        socket.handler(bytes -> reader.read(bytes.getBytes(), new SocketReader.Receiver() {
            @Override
            public void message(Opcode opcode, Part part, byte[] piece) {
                message.writeBytes(piece);
                if (part == Part.MORE) return;
                String text = message.toString(StandardCharsets.UTF_8);
                message.reset();
                if (text.equals("end")) send(socket, Opcode.CLOSE, SocketFrames.close(4004, "upstream ends"));
                else send(socket, Opcode.TEXT, (path + " says " + text).getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void close(int code, String reason) {
                send(socket, Opcode.CLOSE, SocketFrames.close(code, ""));
                socket.close();
            }
        }));
    }

    private static void send(NetSocket socket, Opcode opcode, byte[] payload) {
        socket.write(Buffer.buffer(SocketFrames.frame(opcode, Part.LAST, payload)));
    }

    private static String accept(String key) {
        try {
            byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
