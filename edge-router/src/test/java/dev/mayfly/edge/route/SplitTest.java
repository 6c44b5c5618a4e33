package dev.mayfly.edge.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.placement.Placement;
import dev.mayfly.bindings.rates.Rates;
import dev.mayfly.bindings.rollouts.StickyBy;
import dev.mayfly.edge.egress.EgressRules;
import dev.mayfly.flags.FlagReader;
import dev.mayfly.flags.FlagSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which keys meet which version. */
class SplitTest {
    private static final ServedFunction CANDIDATE = new ServedFunction(
            "demo",
            "hello",
            "2",
            "key",
            "bundle",
            Trust.standard,
            "{}",
            Map.of(),
            Limits.DEFAULT,
            Rates.NONE,
            new EgressRules(Egress.OPEN),
            List.of(),
            false,
            Optional.empty(),
            Optional.empty(),
            Placement.ANYWHERE);

    @Test
    void risingShareMovesKeysToTheCandidateAndNeverBack() {
        for (String key : keys(500).toList()) {
            boolean before = false;
            for (int share = 0; share <= 10_000; share += 50) {
                boolean now = split("rollout", share).picksCandidate(key);
                assertThat(before && !now).as("%s went back at %d", key, share).isFalse();
                before = now;
            }
            assertThat(before).as("%s at the whole", key).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 1_000, 5_000, 9_900, 10_000})
    void shareOfTheKeysIsTheShareAsked(int share) {
        int keys = 20_000;
        long met = keys(keys).filter(split("rollout", share)::picksCandidate).count();
        assertThat(met / (double) keys).isCloseTo(share / 10_000.0, within(0.015));
    }

    /** Numbers in a row, as accounts have them, are spread like any others. */
    @Test
    void keysThatAreAlikeAreSpread() {
        Split split = split("rollout", 1_000);
        long met = IntStream.range(0, 20_000)
                .mapToObj(i -> "user-" + i)
                .filter(split::picksCandidate)
                .count();
        assertThat(met / 20_000.0).isCloseTo(0.1, within(0.015));
    }

    /** A router of another build, or of another day, must find the same: the places are fixed. */
    @ParameterizedTest
    @CsvSource({"ada, 1143", "grace, 4098", "user-1, 146", "user-2, 1455", "'', 5627"})
    void keyHasItsPlaceForEver(String key, int place) {
        assertThat(split("rollout", place).picksCandidate(key)).isFalse();
        assertThat(split("rollout", place + 1).picksCandidate(key)).isTrue();
    }

    /** Who has a share of a flag of the rollout's name has the same share of the version. */
    @Test
    void placesAreThoseOfFlags() {
        Split split = split("rollout", 2_500);
        FlagSet flags = FlagReader.read("""
                        {"flags": {"rollout": {"state": "ENABLED", "variants": {"new": true, "old": false}, "defaultVariant": "old",
                          "targeting": {"fractional": [["new", 2500], ["old", 7500]]}}}}""").flags();
        assertThat(keys(2_000))
                .allMatch(key -> split.picksCandidate(key)
                        == flags.resolve("rollout", Map.of("targetingKey", key))
                                .variant()
                                .orElseThrow()
                                .name()
                                .equals("new"));
    }

    @Test
    void anotherRolloutBeginsWithOtherKeys() {
        Split one = split("one", 1_000);
        Split two = split("two", 1_000);
        long both = keys(10_000)
                .filter(one::picksCandidate)
                .filter(two::picksCandidate)
                .count();
        assertThat(both).isBetween(50L, 170L);
    }

    @Test
    void keyIsReadToABound() {
        Split split = split("rollout", 5_000);
        String start = "x".repeat(1024);
        assertThat(split.picksCandidate(start + "a")).isEqualTo(split.picksCandidate(start + "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "user=ada, ada",
        "a=1; user=ada; b=2, ada",
        "a=1;user=ada, ada",
        "xuser=no;user=ada, ada",
        "user=a=b, a=b",
        "user=, ",
        "other=1, ",
        "user, ",
        "; ;, "
    })
    void cookieIsFoundByItsName(String header, String value) {
        assertThat(VersionKey.cookie(List.of("first=1", header), "user")).isEqualTo(Optional.ofNullable(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "ip", "header:x-user", "cookie:User"})
    void stickyByIsReadAsItIsWritten(String text) {
        assertThat(StickyBy.parse(text).orElseThrow()).hasToString(text);
    }

    private static Split split(String rollout, int share) {
        return new Split(rollout, CANDIDATE, share, StickyBy.NONE);
    }

    private static Stream<String> keys(int count) {
        Random random = new Random(7);
        return Stream.generate(() -> Long.toHexString(random.nextLong())).limit(count);
    }
}
