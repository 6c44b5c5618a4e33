package dev.mayfly.bench.fuzz;

import dev.mayfly.isolates.InvocationClient.BodyComing;
import dev.mayfly.isolates.InvocationClient.CallBody;
import dev.mayfly.isolates.InvocationClient.Reply;
import dev.mayfly.isolates.frames.Message;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;

/** What fuzzed programs find behind {@code http://up/…} and their bindings: good, slow, endless and broken answers. */
final class Upstreams {
    private static final int PIECE = 16 << 10;
    private static final int BIG = 1 << 20;
    private static final int STREAMED = 3 * PIECE;
    private static final byte[] WHOLE = new byte[300 << 10];
    private static final String[] HEADERS = {"content-type", "text/plain", "x-up", "1"};

    private final Vertx vertx;

    Upstreams(Vertx vertx) {
        this.vertx = vertx;
    }

    void fetch(Message.Call.Fetch fetch, Reply reply) {
        switch (fetch.url()) {
            case "http://up/echo" -> whole(fetch, reply, "echo".getBytes(StandardCharsets.US_ASCII));
            case "http://up/whole" -> whole(fetch, reply, WHOLE);
            case "http://up/slow" ->
                vertx.setTimer(20, t -> whole(fetch, reply, "slow".getBytes(StandardCharsets.US_ASCII)));
            case "http://up/empty" -> {
                reply.onCallBody(new Taken(reply, 0, Ending.whole));
                reply.response(204, "", fetch.url(), false, HEADERS, new BodyComing.None());
            }
            case "http://up/status" ->
                reply.response(599, "Odd", fetch.url(), true, HEADERS, new BodyComing.Whole(new byte[1]));
            case "http://up/stream" -> streamed(fetch, reply, STREAMED, Ending.whole);
            case "http://up/big" -> streamed(fetch, reply, BIG, Ending.whole);
            case "http://up/broken" -> streamed(fetch, reply, STREAMED, Ending.broken);
            case "http://up/never" -> reply.onCallBody(new Taken(reply, 0, Ending.never));
            default ->
                reply.refused(
                        "unreachable", "there is nothing at " + fetch.url().length() + " characters");
        }
    }

    void call(Message.Call.Method method, Reply reply) {
        switch (method.method()) {
            case "get" -> reply.returned("{\"value\":\"kept\",\"list\":[1,2]}");
            case "put" -> vertx.setTimer(2, t -> reply.returned("null"));
            default -> reply.refused("unknown", "there is no such method");
        }
    }

    private static void whole(Message.Call.Fetch fetch, Reply reply, byte[] body) {
        reply.onCallBody(new Taken(reply, 0, Ending.whole));
        reply.response(200, "OK", fetch.url(), false, HEADERS, new BodyComing.Whole(body));
    }

    private static void streamed(Message.Call.Fetch fetch, Reply reply, int bytes, Ending ending) {
        reply.onCallBody(new Taken(reply, bytes, ending));
        reply.response(200, "OK", fetch.url(), false, HEADERS, new BodyComing.Streamed());
    }

    private enum Ending {
        whole,
        broken,
        never
    }

    /** Takes what the function sends, and gives it as much of the answer as it wants. */
    private static final class Taken implements CallBody {
        private final Reply reply;
        private final Ending ending;
        private int left;
        private boolean over;

        Taken(Reply reply, int bytes, Ending ending) {
            this.reply = reply;
            this.left = bytes;
            this.ending = ending;
        }

        @Override
        public void piece(byte[] bytes) {
            reply.callBodyConsumed(bytes.length);
        }

        @Override
        public void end() {}

        @Override
        public void broken() {}

        @Override
        public void wants(int bytes) {
            if (over) return;
            int granted = Math.min(bytes, left);
            left -= granted;
            for (int sent = 0; sent < granted; sent += PIECE) reply.body(new byte[Math.min(PIECE, granted - sent)]);
            over = bytes == 0 || left == 0;
            if (!over || bytes == 0) return;
            switch (ending) {
                case whole -> reply.bodyEnd();
                case broken -> reply.bodyBroken();
                case never -> {}
            }
        }

        @Override
        public void hungUp() {
            over = true;
        }
    }
}
