package dev.mayfly.control.v4.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tails.Tails.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What readers of tails want to see. */
class TailFilterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"outcome\":[\"ok\",\"canceled\"]} | true",
                "{\"outcome\":[\"exception\"]} | false",
                "{\"method\":[\"get\",\"PUT\"]} | true",
                "{\"method\":[\"POST\"]} | false",
                "{\"header\":{\"key\":\"User-Agent\"}} | true",
                "{\"header\":{\"key\":\"user-agent\",\"query\":\"curl\"}} | true",
                "{\"header\":{\"key\":\"user-agent\",\"query\":\"wget\"}} | false",
                "{\"header\":{\"key\":\"x-none\"}} | false",
                "{\"client_ip\":[\"192.0.2.7\"]} | true",
                "{\"client_ip\":[\"192.0.2.8\"]} | false",
                "{\"client_ip\":[\"self\"]} | false",
                "{\"query\":\"looked\"} | true",
                "{\"query\":\"missed\"} | false",
                "{\"scriptVersion\":\"v1\"} | true",
                "{\"scriptVersion\":\"v2\"} | false",
                "{\"sampling_rate\":1} | true",
                "{\"sampling_rate\":0} | false",
                "{\"query\":\"looked\"},{\"method\":[\"POST\"]} | false"
            })
    void allConditionsMustLetItThrough(String filters, boolean seen) throws Exception {
        assertThat(lets(filter(filters), WatchedCalls.answered(), "127.0.0.1")).isEqualTo(seen);
    }

    @Test
    void withoutConditionsAllIsSeen() throws Exception {
        assertThat(lets(filter(""), WatchedCalls.thrown(), "")).isTrue();
    }

    @Test
    void selfIsWhoReads() throws Exception {
        assertThat(lets(filter("{\"client_ip\":[\"self\"]}"), WatchedCalls.answered(), "192.0.2.7"))
                .isTrue();
    }

    @Test
    void conditionsHaveABound() {
        assertThatThrownBy(() -> filter("{\"query\":\"a\"},".repeat(16) + "{\"query\":\"a\"}"))
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("16");
    }

    private static boolean lets(TailFilter filter, Seen seen, String reader) {
        return filter.lets(seen, TailEvent.outcome(seen.invocation()), reader);
    }

    private static TailFilter filter(String filters) throws JsonProcessingException {
        return TailFilter.of(new ObjectMapper().readTree("{\"filters\":[%s]}".formatted(filters)));
    }
}
