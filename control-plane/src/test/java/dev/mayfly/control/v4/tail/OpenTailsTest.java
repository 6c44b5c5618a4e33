package dev.mayfly.control.v4.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tails.Tails.Watch;
import dev.mayfly.control.ControlConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many tails there may be, and when they end. */
class OpenTailsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close();
    }

    @Test
    void tailsHaveABoundOfAllAndOneOfEachAccount() {
        OpenTails tails = tails(Duration.ofHours(1), Duration.ofHours(1));
        tails.open(new Watch("a", "f"), all());
        Tail second = tails.open(new Watch("a", "f"), all());
        assertThatThrownBy(() -> tails.open(new Watch("a", "f"), all())).isInstanceOf(Problem.LimitReached.class);
        tails.open(new Watch("b", "f"), all());
        assertThatThrownBy(() -> tails.open(new Watch("c", "f"), all())).isInstanceOf(Problem.LimitReached.class);
        tails.close(second.id);
        assertThat(tails.open(new Watch("c", "f"), all()).id).hasSize(32).isNotEqualTo(second.id);
        assertThat(tails.watched()).containsOnly(new Watch("a", "f"), new Watch("b", "f"), new Watch("c", "f"));
    }

    @Test
    void tailEndsWhenItsTimeIsOver() {
        OpenTails tails = tails(Duration.ofMillis(100), Duration.ofHours(1));
        Tail tail = tails.open(new Watch("a", "f"), all());
        CompletableFuture<Void> ended = new CompletableFuture<>();
        tail.connect(reader(ended));
        assertThat(ended).succeedsWithin(PATIENCE);
        assertThat(tails.find(tail.id)).isEmpty();
    }

    @Test
    void tailThatNobodyReadsEnds() {
        OpenTails tails = tails(Duration.ofHours(1), Duration.ofMillis(1));
        Tail tail = tails.open(new Watch("a", "f"), all());
        CompletableFuture<Void> later = new CompletableFuture<>();
        vertx.setTimer(50, timer -> later.complete(null));
        assertThat(later).succeedsWithin(PATIENCE);
        assertThat(tails.find(tail.id)).isEmpty();
        assertThat(tail.connect(reader(later))).isFalse();
    }

    private static TailFilter all() {
        return new TailFilter(List.of());
    }

    private OpenTails tails(Duration lifetime, Duration connectWithin) {
        return new OpenTails(
                new ControlConfig.Tails() {
                    @Override
                    public int max() {
                        return 3;
                    }

                    @Override
                    public int perAccountMax() {
                        return 2;
                    }

                    @Override
                    public Duration lifetime() {
                        return lifetime;
                    }

                    @Override
                    public Duration connectWithin() {
                        return connectWithin;
                    }
                },
                vertx);
    }

    private static Tail.Reader reader(CompletableFuture<Void> ended) {
        return new Tail.Reader() {
            @Override
            public String address() {
                return "";
            }

            @Override
            public boolean isFull() {
                return false;
            }

            @Override
            public void send(String event) {}

            @Override
            public void end() {
                ended.complete(null);
            }
        };
    }
}
