package dev.mayfly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TailTest {
    private final List<Integer> happened = new ArrayList<>();
    private final List<Integer> asked = new ArrayList<>();
    private boolean away;
    private final Tail tail = new Tail(this::newest);

    @Test
    void whatWasThereBeforeIsNotTold() {
        happen(3);
        tail.begin();
        assertThat(ids(tail.look())).isEmpty();
    }

    @Test
    void newOnesAreToldOnceOldestFirst() {
        happen(3);
        tail.begin();
        happen(2);
        assertThat(ids(tail.look())).containsExactly("0003", "0004");
        assertThat(ids(tail.look())).isEmpty();
    }

    @Test
    void fewAreAskedForUnlessAllOfThemAreNew() {
        tail.begin();
        happen(Tail.FEW - 1);
        tail.look();
        happen(Tail.FEW);
        assertThat(ids(tail.look())).hasSize(Tail.FEW);
        assertThat(asked).containsExactly(Tail.MANY, Tail.FEW, Tail.FEW, Tail.MANY);
    }

    @Test
    void moreThanCanBeAskedForIsSaid() {
        happen(1);
        tail.begin();
        happen(Tail.MANY + 1);
        Tail.Seen seen = tail.look();
        assertThat(seen.invocations()).hasSize(Tail.MANY);
        assertThat(seen.someAreMissing()).isTrue();
    }

    @Test
    void asManyAsCanBeAskedForAreNotMissed() {
        happen(1);
        tail.begin();
        happen(Tail.MANY - 1);
        Tail.Seen seen = tail.look();
        assertThat(seen.invocations()).hasSize(Tail.MANY - 1);
        assertThat(seen.someAreMissing()).isFalse();
    }

    @Test
    void memoryIsBounded() {
        tail.begin();
        for (int i = 0; i < 3 * Tail.REMEMBERED / Tail.MANY; i++) {
            happen(Tail.MANY);
            tail.look();
        }
        assertThat(tail.remembered()).isEqualTo(Tail.REMEMBERED);
    }

    @Test
    void outageIsWaitedOutForAWhile() {
        tail.begin();
        away = true;
        for (int i = 1; i < Tail.OUTAGE_MAX; i++) assertThat(ids(tail.look())).isEmpty();
        away = false;
        happen(1);
        assertThat(ids(tail.look())).hasSize(1);
        away = true;
        for (int i = 1; i < Tail.OUTAGE_MAX; i++) tail.look();
        assertThatThrownBy(tail::look).isInstanceOf(Unreachable.class);
    }

    private void happen(int times) {
        for (int i = 0; i < times; i++) happened.add(happened.size());
    }

    private JsonNode newest(int limit) {
        asked.add(limit);
        if (away) throw new Unreachable("http://x");
        ArrayNode answer = Platform.JSON.createArrayNode();
        for (int i = happened.size() - 1; i >= Math.max(0, happened.size() - limit); i--) {
            String name = "%04d".formatted(happened.get(i));
            answer.addObject().put("id", name).put("startedAt", name);
        }
        return answer;
    }

    private static List<String> ids(Tail.Seen seen) {
        return seen.invocations().stream().map(i -> i.path("id").asText()).toList();
    }
}
