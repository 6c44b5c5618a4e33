package dev.mayfly.edge.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.EdgeConfig;
import dev.mayfly.isolates.frames.Frames;
import dev.mayfly.isolates.frames.SocketFrames;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import dev.mayfly.isolates.frames.SocketReader;
import dev.mayfly.isolates.frames.SocketReader.Masks;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One socket between a peer that speaks by hand and a function that is played by the test. */
class SocketTest {
    private static final int PATIENCE_S = 20;

    private final Vertx vertx = Vertx.vertx();
    private Context context;
    private OpenSockets open;
    private Socket socket;
    private java.net.Socket peer;
    private InputStream fromSocket;
    private final BlockingQueue<String> function = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> over = new LinkedBlockingQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final SocketReader fromPeer = new SocketReader(Masks.FORBIDDEN);

    @AfterEach
    void close() throws Exception {
        if (peer != null) peer.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** Opens it as the server of a client, with these settings, granting this much. */
    private void open(int credit, String... settings) throws Exception {
        SmallRyeConfigBuilder config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(EdgeConfig.class);
        for (int i = 0; i < settings.length; i += 2)
            config.withDefaultValue("mayfly.edge.sockets." + settings[i], settings[i + 1]);
        open = new OpenSockets(config.build().getConfigMapping(EdgeConfig.class));
        CompletableFuture<Socket> made = new CompletableFuture<>();
        NetServer server = vertx.createNetServer().connectHandler(connection -> {
            context = Vertx.currentContext();
            Socket opened = new Socket(Socket.Role.SERVER, new PlayedFunction(), open);
            opened.opened(connection);
            if (credit > 0) opened.granted(credit);
            made.complete(opened);
        });
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_S, TimeUnit.SECONDS)
                .actualPort();
        peer = new java.net.Socket("127.0.0.1", port);
        peer.setSoTimeout(PATIENCE_S * 1000);
        fromSocket = peer.getInputStream();
        socket = made.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private final class PlayedFunction implements FunctionEnd {
        @Override
        public void heard(byte[] frames) {
            fromPeer.read(frames, new SocketReader.Receiver() {
                @Override
                public void message(Opcode opcode, Part part, byte[] bytes) {
                    function.add("%s %s %d".formatted(opcode, part, bytes.length));
                }

                @Override
                public void close(int code, String reason) {
                    function.add("close " + code + " " + reason);
                }
            });
        }

        @Override
        public void ended() {
            function.add("ended");
        }

        @Override
        public void broken() {
            function.add("broken");
        }

        @Override
        public void taken(int bytes) {
            taken.addAndGet(bytes);
        }

        @Override
        public void over(SocketUse use) {
            over.add(
                    use.code() + " " + use.heard() + "/" + use.heardBytes() + " " + use.said() + "/" + use.saidBytes());
        }
    }

    private static String next(BlockingQueue<String> of) throws InterruptedException {
        return String.valueOf(of.poll(PATIENCE_S, TimeUnit.SECONDS));
    }

    private String heard() throws InterruptedException {
        return next(function);
    }

    private void send(Opcode opcode, Part part, byte[] payload) throws IOException {
        peer.getOutputStream().write(SocketFrames.masked(opcode, part, payload, 0x01_02_03_04));
    }

    private void say(String text) throws IOException {
        send(Opcode.TEXT, Part.LAST, text.getBytes(StandardCharsets.UTF_8));
    }

    private void functionSays(byte[] frames) {
        context.runOnContext(v -> socket.said(frames));
    }

    private static byte[] closing(int code) {
        return SocketFrames.frame(Opcode.CLOSE, Part.LAST, SocketFrames.close(code, "why"));
    }

    /** What the peer hears next: an opcode with its payload's length or code, or the end of the connection. */
    private String answer() throws IOException {
        int first = fromSocket.read();
        if (first < 0) return "end";
        int length = fromSocket.read();
        if (length == 126) length = fromSocket.read() << 8 | fromSocket.read();
        byte[] payload = fromSocket.readNBytes(length);
        return switch (first) {
            case 0x81 -> "text " + new String(payload, StandardCharsets.UTF_8);
            case 0x88 -> "close " + (payload.length == 0 ? "" : (payload[0] & 0xff) << 8 | payload[1] & 0xff);
            case 0x89 -> "ping";
            case 0x8a -> "pong " + new String(payload, StandardCharsets.UTF_8);
            default -> "frame 0x%x of %d".formatted(first, length);
        };
    }

    @Test
    void bothSidesSpeakAndThePeerCloses() throws Exception {
        open(Frames.INITIAL_CREDIT);
        say("hello");
        assertThat(heard()).isEqualTo("TEXT LAST 5");
        functionSays(SocketFrames.frame(Opcode.TEXT, Part.LAST, "world!".getBytes(StandardCharsets.UTF_8)));
        assertThat(answer()).isEqualTo("text world!");
        send(Opcode.CLOSE, Part.LAST, SocketFrames.close(4001, "bye"));
        assertThat(heard()).isEqualTo("close 4001 bye");
        assertThat(heard()).isEqualTo("ended");
        assertThat(answer()).isEqualTo("close 4001");
        assertThat(answer()).isEqualTo("end");
        assertThat(next(over)).isEqualTo("4001 1/5 1/6");
        assertThat(open.count()).isZero();
    }

    @Test
    void functionClosesAndWaitsForItsPeer() throws Exception {
        open(Frames.INITIAL_CREDIT);
        functionSays(closing(1000));
        assertThat(answer()).isEqualTo("close 1000");
        say("still here");
        send(Opcode.CLOSE, Part.LAST, SocketFrames.close(1000, ""));
        assertThat(heard()).isEqualTo("close 1000 ");
        assertThat(next(over)).startsWith("1000 ");
    }

    @Test
    void peerThatDoesNotAnswerACloseIsCutOff() throws Exception {
        open(Frames.INITIAL_CREDIT, "close-timeout", "100ms");
        functionSays(closing(1000));
        assertThat(answer()).isEqualTo("close 1000");
        assertThat(answer()).isEqualTo("end");
        assertThat(heard()).isEqualTo("broken");
        assertThat(next(over)).startsWith("1000 ");
    }

    @Test
    void peerThatDoesNotReadACloseIsCutOff() throws Exception {
        open(Frames.INITIAL_CREDIT, "close-timeout", "100ms");
        // More than all buffers on the way hold.
        for (int i = 0; i < 400; i++) functionSays(SocketFrames.frame(Opcode.BINARY, Part.LAST, new byte[60_000]));
        functionSays(closing(1000));
        assertThat(next(over)).startsWith("1000 0/0 400/");
        assertThat(taken.get()).isLessThan(400 * 60_000);
    }

    @Test
    void peerThatLeavesWithoutAWordIsBroken() throws Exception {
        open(Frames.INITIAL_CREDIT);
        say("last");
        peer.close();
        assertThat(heard()).isEqualTo("TEXT LAST 4");
        assertThat(heard()).isEqualTo("broken");
        assertThat(next(over)).startsWith("1006 1/4 ");
    }

    @Test
    void peerThatLeavesWhileNobodyTakesIsBrokenAllTheSame() throws Exception {
        open(0, "close-timeout", "100ms");
        say("never heard");
        peer.close();
        assertThat(heard()).isEqualTo("broken");
        assertThat(next(over)).startsWith("1006 ");
    }

    @ParameterizedTest
    @CsvSource({
        "c1 80 00000000, 1002",
        "81 00, 1002",
        "81 81 00000000 ff, 1007",
        "82 ff 0000000000100001 00000000, 1009"
    })
    void peerThatSaysWhatItMustNotHearsWhichAndEnds(String frame, int code) throws Exception {
        open(Frames.INITIAL_CREDIT);
        say("before");
        peer.getOutputStream().write(java.util.HexFormat.of().parseHex(frame.replace(" ", "")));
        assertThat(answer()).isEqualTo("close " + code);
        assertThat(answer()).isEqualTo("end");
        assertThat(heard()).isEqualTo("TEXT LAST 6");
        assertThat(heard()).isEqualTo("broken");
        assertThat(next(over)).startsWith(code + " ");
    }

    @Test
    void pingsAreAnsweredAndNeverReachTheFunction() throws Exception {
        open(Frames.INITIAL_CREDIT);
        send(Opcode.PING, Part.LAST, "are you there".getBytes(StandardCharsets.UTF_8));
        assertThat(answer()).isEqualTo("pong are you there");
        send(Opcode.PONG, Part.LAST, new byte[0]);
        say("yes");
        assertThat(heard()).isEqualTo("TEXT LAST 3");
    }

    @Test
    void silentPeerIsAskedAndThenGivenUp() throws Exception {
        open(Frames.INITIAL_CREDIT, "ping-every", "50ms");
        assertThat(answer()).isEqualTo("ping");
        assertThat(answer()).isEqualTo("end");
        assertThat(heard()).isEqualTo("broken");
        assertThat(next(over)).startsWith("1006 ");
    }

    @Test
    void peerThatAnswersPingsLivesUntilItWasSilentForTooLong() throws Exception {
        open(Frames.INITIAL_CREDIT, "ping-every", "50ms", "idle-max", "400ms");
        String said = answer();
        for (; said.equals("ping"); said = answer()) send(Opcode.PONG, Part.LAST, new byte[0]);
        assertThat(said).isEqualTo("close 1001");
        assertThat(heard()).startsWith("close 1001 nobody said anything");
        send(Opcode.CLOSE, Part.LAST, SocketFrames.close(1001, ""));
        assertThat(next(over)).startsWith("1001 ");
    }

    @Test
    void noSocketIsOpenForEver() throws Exception {
        open(Frames.INITIAL_CREDIT, "ping-every", "50ms", "open-max", "200ms");
        String said = answer();
        for (; said.equals("ping"); said = answer()) say("x");
        assertThat(said).isEqualTo("close 1001");
    }

    @Test
    void functionThatFailsIsToldAsSuch() throws Exception {
        open(Frames.INITIAL_CREDIT);
        context.runOnContext(v -> socket.lost());
        assertThat(answer()).isEqualTo("close 1011");
        send(Opcode.CLOSE, Part.LAST, SocketFrames.close(1011, ""));
        assertThat(answer()).isEqualTo("end");
        assertThat(next(over)).startsWith("1011 ");
        assertThat(function).isEmpty();
    }

    @Test
    void endWithoutACloseIsAFailure() throws Exception {
        open(Frames.INITIAL_CREDIT);
        context.runOnContext(v -> socket.ended());
        assertThat(answer()).isEqualTo("close 1011");
    }

    @Test
    void stopOfTheProcessIsToldToBothSides() throws Exception {
        open(Frames.INITIAL_CREDIT);
        say("x");
        assertThat(heard()).isEqualTo("TEXT LAST 1");
        Thread stopping = Thread.ofVirtual().start(() -> open.stop(new ShutdownEvent()));
        assertThat(answer()).isEqualTo("close 1001");
        assertThat(heard()).startsWith("close 1001 ");
        send(Opcode.CLOSE, Part.LAST, SocketFrames.close(1001, ""));
        assertThat(answer()).isEqualTo("end");
        stopping.join();
        assertThat(open.count()).isZero();
    }

    @Test
    void peerIsReadNoFasterThanTheFunctionTakes() throws Exception {
        int window = 100_000;
        open(window);
        byte[] frame = SocketFrames.masked(Opcode.BINARY, Part.LAST, new byte[50_000], 7);
        CompletableFuture<Boolean> wroteAll = CompletableFuture.supplyAsync(() -> {
            try {
                for (int i = 0; i < 400; i++) peer.getOutputStream().write(frame);
                return true;
            } catch (IOException e) {
                return false;
            }
        });
        int heard = 0;
        // One read of the connection comes on top of what was granted.
        while (heard < window) heard += bytes(heard());
        assertThat(heard).isLessThan(window + (128 << 10));
        assertThat(wroteAll).isNotDone();
        context.runOnContext(v -> socket.granted(30_000_000));
        while (heard < 400 * 50_000) heard += bytes(heard());
        assertThat(wroteAll.get(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }

    private static int bytes(String message) {
        return Integer.parseInt(message.substring(message.lastIndexOf(' ') + 1));
    }

    @Test
    void pingsOfAPeerThatDoesNotReadFillNothing() throws Exception {
        open(Frames.INITIAL_CREDIT);
        byte[] ping = SocketFrames.masked(Opcode.PING, Part.LAST, new byte[125], 7);
        byte[] pings = new byte[ping.length * 1_000];
        for (int i = 0; i < 1_000; i++) System.arraycopy(ping, 0, pings, i * ping.length, ping.length);
        for (int i = 0; i < 200; i++) peer.getOutputStream().write(pings);
        say("and now");
        assertThat(heard()).isEqualTo("TEXT LAST 7");
        peer.shutdownOutput();
        long pongs = 0;
        while (fromSocket.read() >= 0) pongs++;
        assertThat(pongs).isLessThan(200L * 1_000 * 127);
    }

    @Test
    void upstreamsAreSpokenToWithMasks() throws Exception {
        Queue<byte[]> said = new ArrayDeque<>();
        open = new OpenSockets(new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(EdgeConfig.class)
                .build()
                .getConfigMapping(EdgeConfig.class));
        CompletableFuture<byte[]> heard = new CompletableFuture<>();
        NetServer server = vertx.createNetServer()
                .connectHandler(connection -> connection.handler(bytes -> heard.complete(bytes.getBytes())));
        int port = server.listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(PATIENCE_S, TimeUnit.SECONDS)
                .actualPort();
        vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(connection -> {
            Socket client = new Socket(Socket.Role.CLIENT, new PlayedFunction(), open);
            client.opened(connection);
            client.said(SocketFrames.frame(Opcode.TEXT, Part.LAST, new byte[] {'h', 'i'}));
        });
        byte[] frame = heard.get(PATIENCE_S, TimeUnit.SECONDS);
        assertThat(frame).hasSize(2 + 4 + 2);
        assertThat(Arrays.copyOf(frame, 2)).isEqualTo(new byte[] {(byte) 0x81, (byte) 0x82});
        new SocketReader(Masks.REQUIRED).read(frame, new SocketReader.Receiver() {
            @Override
            public void message(Opcode opcode, Part part, byte[] bytes) {
                said.add(bytes);
            }

            @Override
            public void close(int code, String reason) {}
        });
        assertThat(said.remove()).isEqualTo(new byte[] {'h', 'i'});
    }
}
