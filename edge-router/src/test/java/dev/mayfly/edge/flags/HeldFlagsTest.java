package dev.mayfly.edge.flags;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.FlagFeed.FlagChanges;
import dev.mayfly.bindings.flags.FlagFeed.Item;
import dev.mayfly.bindings.flags.FlagFeed.Kind;
import dev.mayfly.bindings.flags.FlagPlace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** Also of what is written for those who follow: nobody is told what was. */
    @Test
    void changeOfAFlagOrASegmentIsInWhatIsAskedForAndWhatIsTold() {
        held.apply(new FlagChanges(1, List.of(item(SHOP, "one"), segment("a"), targeted()), true));
        assertThat(held.definition("demo", SHOP)).contains("\"one\"").isSameAs(held.definition("demo", SHOP));
        held.apply(new FlagChanges(2, List.of(item(SHOP, "two")), false));
        assertThat(word(SHOP)).isEqualTo("two");
        assertThat(held.definition("demo", SHOP)).contains("\"two\"").doesNotContain("\"one\"");
        assertThat(targetedOf("a")).isTrue();
        held.apply(new FlagChanges(3, List.of(segment("b")), false));
        assertThat(targetedOf("a")).isFalse();
        assertThat(targetedOf("b")).isTrue();
        held.apply(new FlagChanges(4, List.of(new Item("demo", SHOP, Kind.flag, "word", Optional.empty())), false));
        assertThat(held.set("demo", SHOP).size()).isEqualTo(1);
        held.external("demo", SHOP, whole("elsewhere"));
        assertThat(held.definition("demo", SHOP)).contains("elsewhere");
        held.apply(new FlagChanges(5, List.of(), true));
        assertThat(held.definition("demo", DESK)).isEqualTo(new HeldFlags().definition("demo", DESK));
    }

    private boolean targetedOf(String who) {
        return held.set("demo", SHOP)
                .resolve("targeted", Map.of("targetingKey", who))
                .variant()
                .isPresent();
    }

    private static Item targeted() {
        String flag =
                "{\"state\":\"ENABLED\",\"variants\":{\"on\":true},\"targeting\":{\"if\":[{\"$ref\":\"those\"},\"on\"]}}";
        return new Item("demo", SHOP, Kind.flag, "targeted", Contexts.tree(flag));
    }

    private static Item segment(String who) {
        String rule = "{\"==\":[{\"var\":\"targetingKey\"},\"%s\"]}".formatted(who);
        return new Item("demo", SHOP, Kind.segment, "those", Contexts.tree(rule));
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
