package dev.mayfly.edge.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.FlagFeed.FlagChanges;
import dev.mayfly.bindings.flags.FlagFeed.Item;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the control plane tells, and what comes from elsewhere. */
class HeldFlagsTest {
    private static final FlagPlace SHOP = FlagPlace.of("shop");
    private static final FlagPlace DESK = FlagPlace.of("desk");
    private static final String FLAG = "{\"state\":\"ENABLED\",\"variants\":{\"a\":\"%s\"},\"defaultVariant\":\"a\"}";

    private final HeldFlags held = new HeldFlags();

    @Test
    void appWithASourceOfItsOwnHasThatWhateverTheControlPlaneTells() {
        held.apply(new FlagChanges(1, List.of(item(SHOP, "managed"), item(DESK, "managed")), true));
        held.external("demo", SHOP, whole("elsewhere"));
        assertThat(word(SHOP)).isEqualTo("elsewhere");
        assertThat(word(DESK)).isEqualTo("managed");
        held.apply(new FlagChanges(2, List.of(item(SHOP, "changed"), item(DESK, "changed")), false));
        assertThat(word(SHOP)).isEqualTo("elsewhere");
        assertThat(word(DESK)).isEqualTo("changed");
        held.apply(new FlagChanges(3, List.of(), true));
        assertThat(word(SHOP)).isEqualTo("elsewhere");
        assertThat(held.set("demo", DESK).size()).isZero();
        assertThat(held.definition("demo", SHOP)).contains("elsewhere");
        assertThat(held.set("other", SHOP).size()).isZero();
    }

    @Test
    void whatIsHeldCanBeToldAgainAsAWhole() {
        held.apply(new FlagChanges(1, List.of(item(SHOP, "one"), item(DESK, "two")), true));
        HeldFlags other = new HeldFlags();
        other.apply(new FlagChanges(1, held.items(), true));
        assertThat(other.definition("demo", SHOP)).isEqualTo(held.definition("demo", SHOP));
        assertThat(other.set("demo", DESK).size()).isEqualTo(1);
    }

    private Object word(FlagPlace place) {
        return held.set("demo", place)
                .resolve("word", Map.of())
                .variant()
                .orElseThrow()
                .value();
    }

    private static Item item(FlagPlace place, String word) {
        return new Item("demo", place, Kind.flag, "word", Contexts.tree(FLAG.formatted(word)));
    }

    private static ObjectNode whole(String word) {
        return Contexts.whole("{\"flags\":{\"word\":" + FLAG.formatted(word) + "}}")
                .orElseThrow();
    }
}
