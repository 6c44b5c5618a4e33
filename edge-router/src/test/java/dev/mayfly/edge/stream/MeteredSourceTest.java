package dev.mayfly.edge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.isolates.frames.Frames;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeteredSourceTest {
    private final Source source = new Source();
    private final List<String> seen = new ArrayList<>();
    private MeteredSource metered;

    @BeforeEach
    void connect() {
        metered = new MeteredSource(source, new MeteredSource.Sink() {
            @Override
            public void piece(byte[] bytes) {
                seen.add(Integer.toString(bytes.length));
            }

            @Override
            public void end() {
                seen.add("end");
            }

            @Override
            public void broken() {
                seen.add("broken");
            }
        });
    }

    @Test
    void nothingPassesBeforeItIsGranted() {
        source.data.handle(Buffer.buffer(new byte[10]));
        assertThat(seen).isEmpty();
        assertThat(source.fetched).isEqualTo(1);
        metered.grant(4);
        assertThat(seen).containsExactly("4");
        metered.grant(100);
        assertThat(seen).containsExactly("4", "6");
        assertThat(source.fetched).isEqualTo(2);
    }

    @Test
    void piecesFitIntoFrames() {
        metered.grant(1 << 20);
        source.data.handle(Buffer.buffer(new byte[Frames.CHUNK_MAX + 1]));
        assertThat(seen).containsExactly(Integer.toString(Frames.CHUNK_MAX), "1");
    }

    @Test
    void endWaitsForWhatIsHeldBack() {
        source.data.handle(Buffer.buffer(new byte[10]));
        source.end.handle(null);
        assertThat(seen).isEmpty();
        metered.grant(10);
        assertThat(seen).containsExactly("10", "end");
    }

    @Test
    void emptyStreamEndsWithoutAnyGrant() {
        source.end.handle(null);
        assertThat(seen).containsExactly("end");
    }

    @Test
    void breakIsToldAtOnceAndOnce() {
        source.data.handle(Buffer.buffer(new byte[10]));
        source.error.handle(new IllegalStateException());
        source.end.handle(null);
        metered.grant(10);
        assertThat(seen).containsExactly("broken");
    }

    @Test
    void nothingPassesAfterTheStop() {
        metered.stop();
        source.data.handle(Buffer.buffer(new byte[10]));
        source.end.handle(null);
        metered.grant(10);
        assertThat(seen).isEmpty();
    }

    private static final class Source implements ReadStream<Buffer> {
        private Handler<Buffer> data = b -> {};
        private Handler<Void> end = v -> {};
        private Handler<Throwable> error = e -> {};
        private long fetched;

        @Override
        public ReadStream<Buffer> exceptionHandler(Handler<Throwable> handler) {
            error = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> handler(Handler<Buffer> handler) {
            data = handler;
            return this;
        }

        @Override
        public ReadStream<Buffer> pause() {
            return this;
        }

        @Override
        public ReadStream<Buffer> resume() {
            throw new AssertionError("never without a bound");
        }

        @Override
        public ReadStream<Buffer> fetch(long amount) {
            fetched += amount;
            return this;
        }

        @Override
        public ReadStream<Buffer> endHandler(Handler<Void> handler) {
            end = handler;
            return this;
        }
    }
}
