package dev.mayfly.control.v4.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.tails.Tails.Watch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the reader of a tail is sent. */
class TailTest {
    private final Tail tail = new Tail("id", new Watch("demo", "hello"), new TailFilter(List.of()), Instant.MAX);

    private static final class Notebook implements Tail.Reader {
        final List<String> events = new ArrayList<>();
        boolean full;
        boolean ended;

        @Override
        public String address() {
            return "";
        }

        @Override
        public boolean isFull() {
            return full;
        }

        @Override
        public void send(String event) {
            events.add(event);
        }

        @Override
        public void end() {
            ended = true;
        }
    }

    @Test
    void eventHasTheFormOfTheProtocol() throws Exception {
        Notebook reader = new Notebook();
        tail.connect(reader);
        tail.tell(WatchedCalls.thrown());
        JsonNode event = new ObjectMapper().readTree(reader.events.getFirst());
        assertThat(event.path("event")
                        .path("request")
                        .path("headers")
                        .path("user-agent")
                        .asText())
                .isEqualTo("curl/8");
        assertThat(event.path("event").path("response").path("status").asInt()).isEqualTo(500);
        assertThat(event.path("logs").get(0).path("message").get(0).asText()).isEqualTo("looked at it");
        assertThat(event.path("exceptions").get(0).path("name").asText()).isEqualTo("TypeError");
        assertThat(event.path("outcome").asText()).isEqualTo("exception");
        assertThat(event.path("cpuTime").asInt()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "answered, 200, '', ok",
        "answered, 500, '', ok",
        "answered, 499, '', canceled",
        "refused, 499, unavailable, canceled",
        "refused, 503, unavailable, unknown",
        "failed, 500, function-failed, exception",
        "exhausted, 503, cpu, exceededCpu",
        "exhausted, 503, heap, exceededMemory",
        "exhausted, 503, allocatedBytes, exceededMemory",
        "exhausted, 503, subrequests, exception",
        "lost, 502, isolate-lost, unknown"
    })
    void outcomesHaveTheNamesThatWranglerKnows(String outcome, int status, String code, String name) {
        assertThat(TailEvent.outcome(WatchedCalls.ended(outcome, status, code).invocation()))
                .isEqualTo(name);
    }

    @Test
    void readerLearnsWhyAnInvocationWasStopped() {
        Notebook reader = new Notebook();
        tail.connect(reader);
        tail.tell(WatchedCalls.ended("exhausted", 503, "cpu"));
        assertThat(reader.events.getFirst()).contains("exhausted (cpu)").contains("used 2 of 1");
    }

    @Test
    void slowReaderIsToldHowMuchItMissed() {
        Notebook reader = new Notebook();
        tail.connect(reader);
        reader.full = true;
        for (int i = 0; i < 3; i++) tail.tell(WatchedCalls.answered());
        assertThat(reader.events).isEmpty();
        reader.full = false;
        tail.tell(WatchedCalls.dropping(4));
        assertThat(reader.events).hasSize(2);
        assertThat(reader.events.getFirst()).contains("\"type\":\"overload\"").contains("7 events were dropped");
        tail.tell(WatchedCalls.answered());
        assertThat(reader.events).hasSize(3);
    }

    @Test
    void thereIsOneReaderAndNoneAfterTheEnd() {
        Notebook first = new Notebook();
        assertThat(tail.connect(first)).isTrue();
        assertThat(tail.connect(new Notebook())).isFalse();
        tail.end();
        assertThat(first.ended).isTrue();
        Tail over = new Tail("id", new Watch("demo", "hello"), new TailFilter(List.of()), Instant.MAX);
        over.end();
        assertThat(over.connect(new Notebook())).isFalse();
    }
}
