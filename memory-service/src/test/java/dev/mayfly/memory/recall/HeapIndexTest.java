package dev.mayfly.memory.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mayfly.memory.deriving.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class HeapIndexTest {
    private static final Instant SAID = Instant.parse("2023-05-10T12:00:00Z");

    /** A memory, and what of it a test changes. */
    private record Made(Stored memory) {
        static Made turn(String session, int place, String content) {
            return new Made(new Stored(
                    session + ":" + place,
                    Kind.event,
                    content,
                    content,
                    Optional.empty(),
                    Optional.of(session),
                    List.of(new Stored.Source("m" + place, session, SAID, "ann", content)),
                    place,
                    SAID,
                    Optional.empty(),
                    Optional.empty(),
                    SAID,
                    Optional.empty(),
                    Set.of(),
                    0.5,
                    false,
                    JsonNodeFactory.instance.objectNode(),
                    Set.of(),
                    Optional.empty()));
        }

        static Stored of(Kind kind, String id, String content) {
            Stored made = turn("s", 0, content).memory;
            return new Stored(
                    id,
                    kind,
                    content,
                    content,
                    made.key(),
                    Optional.empty(),
                    List.of(),
                    0,
                    SAID,
                    made.validTo(),
                    Optional.empty(),
                    SAID,
                    made.successor(),
                    made.entities(),
                    0.5,
                    false,
                    made.metadata(),
                    made.readers(),
                    made.vector());
        }

        Stored held(Instant from, Optional<Instant> to, Optional<Instant> superseded) {
            return held(SAID, from, to, superseded.map(at -> new Stored.Successor(at, "a:2", Optional.empty())));
        }

        Stored held(Instant recorded, Instant from, Optional<Instant> to, Optional<Stored.Successor> successor) {
            return new Stored(
                    memory.id(),
                    Kind.fact,
                    memory.summary(),
                    memory.content(),
                    Optional.of("home"),
                    memory.sessionId(),
                    memory.sources(),
                    memory.place(),
                    from,
                    to,
                    Optional.empty(),
                    recorded,
                    successor,
                    memory.entities(),
                    memory.importance(),
                    false,
                    memory.metadata(),
                    memory.readers(),
                    memory.vector());
        }

        Stored seenBy(String... readers) {
            return new Stored(
                    memory.id(),
                    memory.kind(),
                    memory.summary(),
                    memory.content(),
                    memory.key(),
                    memory.sessionId(),
                    memory.sources(),
                    memory.place(),
                    SAID,
                    memory.validTo(),
                    Optional.empty(),
                    SAID,
                    memory.successor(),
                    memory.entities(),
                    0.5,
                    false,
                    memory.metadata(),
                    Set.of(readers),
                    memory.vector());
        }

        Stored pointing(float... vector) {
            return new Stored(
                    memory.id(),
                    memory.kind(),
                    memory.summary(),
                    memory.content(),
                    memory.key(),
                    memory.sessionId(),
                    memory.sources(),
                    memory.place(),
                    SAID,
                    memory.validTo(),
                    Optional.empty(),
                    SAID,
                    memory.successor(),
                    memory.entities(),
                    0.5,
                    false,
                    memory.metadata(),
                    memory.readers(),
                    Optional.of(vector));
        }
    }

    private static RecallQuestion question(String text) {
        return question(text, 50, 2_000, Optional.empty(), memory -> true);
    }

    private static RecallQuestion question(
            String text, int limit, int budget, Optional<Instant> asOf, Predicate<Stored> visible) {
        return new RecallQuestion(
                text,
                Optional.empty(),
                limit,
                Set.of(),
                Optional.empty(),
                SAID,
                SAID.plus(Duration.ofDays(30)),
                asOf,
                Optional.empty(),
                visible,
                budget);
    }

    private static List<String> ids(ProfileIndex index, RecallQuestion question) {
        return index.recall(question).stream().map(one -> one.memory().id()).toList();
    }

    private static List<Stored> talk() {
        return List.of(
                Made.turn("a", 0, "Ann: Hello!").memory,
                Made.turn("a", 1, "Bo: Which instrument did you take up?").memory,
                Made.turn("a", 2, "Ann: Violin, since March.").memory,
                Made.turn("a", 3, "Bo: Lovely.").memory,
                Made.turn("b", 0, "Ann: The weather is dreadful.").memory,
                Made.turn("b", 1, "Bo: Let us stay in and cook.").memory);
    }

    @Test
    void anAnswerIsFoundByTheQuestionBeforeIt() {
        ProfileIndex index = ProfileIndex.of(List.of(
                Made.turn("a", 0, "Ann: The weather is dreadful.").memory,
                Made.turn("a", 1, "Bo: Let us stay in and cook.").memory,
                Made.turn("b", 0, "Bo: Which instrument did you take up?").memory,
                Made.turn("b", 1, "Ann: Violin, since March.").memory,
                Made.turn("b", 2, "Bo: Lovely.").memory));
        assertThat(ids(index, question("instrument")).subList(0, 2)).containsExactly("b:0", "b:1");
    }

    @Test
    void aNeighbourOfOtherReadersLendsNoWords() {
        ProfileIndex index = ProfileIndex.of(List.of(
                Made.turn("a", 1, "Bo: Which instrument did you take up?").seenBy("bo"),
                Made.turn("a", 2, "Ann: Violin, since March.").memory));
        var asked = question(
                "instrument",
                50,
                2_000,
                Optional.empty(),
                memory -> memory.readers().isEmpty());
        assertThat(index.recall(asked))
                .singleElement()
                .satisfies(one -> assertThat(one.channels())
                        .noneMatch(channel -> channel.name().equals("words")));
    }

    @Test
    void meaningFindsWhatSharesNoWord() {
        ProfileIndex index = ProfileIndex.of(List.of(
                Made.turn("a", 1, "felines").pointing(1, 0),
                Made.turn("b", 1, "motors").pointing(0, 1),
                Made.turn("c", 1, "hats").pointing(0, 1)));
        var asked = new RecallQuestion(
                "cat",
                Optional.of(new float[] {1, 0}),
                1,
                Set.of(),
                Optional.empty(),
                SAID,
                SAID,
                Optional.empty(),
                Optional.empty(),
                memory -> true,
                2_000);
        assertThat(index.recall(asked)).singleElement().satisfies(one -> {
            assertThat(one.memory().id()).isEqualTo("a:1");
            assertThat(one.memory().vector()).isEmpty();
            assertThat(one.channels().getFirst()).satisfies(channel -> {
                assertThat(channel.name()).isEqualTo("vector");
                assertThat(channel.rank()).isEqualTo(1);
                assertThat(channel.score()).isCloseTo(1, org.assertj.core.data.Offset.offset(0.01));
            });
            assertThat(one.channels().stream()
                            .mapToDouble(Ranked.Channel::share)
                            .sum())
                    .isCloseTo(one.score(), org.assertj.core.data.Offset.offset(1e-5));
        });
    }

    @Test
    void theSameMemoriesGiveTheSameAnswerInAnyOrder() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        List<Stored> all = new ArrayList<>(talk());
        List<Ranked> expected = ProfileIndex.of(all).recall(question("which instrument, Ann?"));
        Collections.shuffle(all, new Random(seed));
        assertThat(ids(ProfileIndex.of(all), question("which instrument, Ann?")))
                .as("-Dmayfly.seed=%d", seed)
                .isEqualTo(expected.stream().map(one -> one.memory().id()).toList());
    }

    @Test
    void anIndexThatChangedIsOneMadeAnew() {
        List<Stored> before = talk().subList(0, 4);
        Stored corrected = Made.turn("a", 2, "Ann: The cello, since March.").memory;
        ProfileIndex changed = ProfileIndex.of(before).with(List.of(corrected, talk().get(4)), Set.of("a:0"));
        ProfileIndex anew = ProfileIndex.of(List.of(before.get(1), corrected, before.get(3), talk().get(4)));
        assertThat(changed.ids()).isEqualTo(anew.ids()).containsExactlyInAnyOrder("a:1", "a:2", "a:3", "b:0");
        var asked = question("cello or violin?");
        assertThat(scores(changed, asked)).isEqualTo(scores(anew, asked));
    }

    private static List<String> scores(ProfileIndex index, RecallQuestion asked) {
        return index.recall(asked).stream()
                .map(one -> one.memory().id() + " " + (float) one.score())
                .toList();
    }

    @Test
    void whatIsGoneLeavesNoWordInItsNeighbours() {
        ProfileIndex left = ProfileIndex.of(talk()).with(List.of(), Set.of("a:1"));
        assertThat(left.recall(question("instrument")))
                .noneMatch(one -> one.channels().stream()
                        .anyMatch(channel -> channel.name().equals("words")));
    }

    @Test
    void aFactThatWasReplacedIsFoundOnlyAsOfThen() {
        Instant moved = SAID.plus(Duration.ofDays(5));
        ProfileIndex index = ProfileIndex.of(List.of(
                Made.turn("a", 1, "lives in Oslo").held(SAID, Optional.of(moved), Optional.of(moved)),
                Made.turn("a", 2, "lives in Bergen").held(moved, Optional.empty(), Optional.empty())));
        assertThat(ids(index, question("lives"))).containsExactly("a:2");
        assertThat(ids(index, question("lives", 50, 2_000, Optional.of(SAID.plusSeconds(1)), memory -> true)))
                .containsExactly("a:1");
        assertThat(ids(index, question("lives", 50, 2_000, Optional.of(moved), memory -> true)))
                .containsExactly("a:2");
        assertThat(ids(index, question("lives", 50, 2_000, Optional.of(SAID.minusSeconds(1)), memory -> true)))
                .isEmpty();
    }

    /** By days after it was said: Oslo from 0 to 10, then Bergen from 5, known since 2, then Ghent from 3, known since 3. */
    @Test
    void whatWasKnownThenIsFoundAsItWasKnown() {
        Stored oslo = Made.turn("a", 1, "lives in Oslo")
                .held(
                        SAID,
                        SAID,
                        Optional.of(day(3)),
                        Optional.of(new Stored.Successor(day(2), "a:3", Optional.of(day(10)))));
        Stored bergen = Made.turn("a", 2, "lives in Bergen").held(day(2), day(5), Optional.empty(), Optional.empty());
        Stored ghent = Made.turn("a", 3, "lives in Ghent")
                .held(
                        day(3),
                        day(3),
                        Optional.of(day(5)),
                        Optional.of(new Stored.Successor(day(3), "a:2", Optional.empty())));
        ProfileIndex index = ProfileIndex.of(List.of(oslo, bergen, ghent));
        assertThat(ids(index, known(1, 7))).containsExactly("a:1");
        assertThat(ids(index, known(1, 11))).isEmpty();
        assertThat(ids(index, known(2, 4))).containsExactly("a:1");
        assertThat(ids(index, known(2, 7))).containsExactly("a:2");
        assertThat(ids(index, known(3, 4))).containsExactly("a:3");
        assertThat(ids(index, known(-1, 4))).isEmpty();
        assertThat(ids(index.with(List.of(), Set.of("a:3")), known(3, 4)))
                .as("what is superseded stays so when its successor is deleted")
                .isEmpty();
    }

    private static Instant day(int after) {
        return SAID.plus(Duration.ofDays(after));
    }

    private static RecallQuestion known(int known, int then) {
        return new RecallQuestion(
                "lives",
                Optional.empty(),
                50,
                Set.of(),
                Optional.empty(),
                SAID,
                SAID,
                Optional.of(day(then)),
                Optional.of(day(known)),
                memory -> true,
                2_000);
    }

    @Test
    void whatHasEndedIsNotFoundAnyMore() {
        ProfileIndex index = ProfileIndex.of(List.of(
                Made.turn("a", 1, "call Bo").held(SAID, Optional.of(SAID.plus(Duration.ofDays(1))), Optional.empty())));
        assertThat(ids(index, question("call"))).isEmpty();
    }

    @Test
    void whatMayNotBeSeenIsNotRanked() {
        ProfileIndex index = ProfileIndex.of(talk());
        var asked = question(
                "instrument",
                50,
                2_000,
                Optional.empty(),
                memory -> memory.sessionId().equals(Optional.of("b")));
        assertThat(ids(index, asked)).containsExactlyInAnyOrder("b:0", "b:1");
    }

    @Test
    void instructionsHaveTheirPlaceWhateverIsAsked() {
        List<Stored> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) all.add(Made.turn("s" + i, 1, "the violin of number " + i).memory);
        all.add(Made.of(Kind.instruction, "polite", "Answer in French."));
        assertThat(ids(ProfileIndex.of(all), question("violin", 10, 2_000, Optional.empty(), memory -> true)))
                .hasSize(10)
                .contains("polite");
    }

    @Test
    void whoAsksForOneThingIsNotGivenAnInstruction() {
        ProfileIndex index = ProfileIndex.of(List.of(
                Made.turn("a", 1, "the violin is red").memory,
                Made.of(Kind.instruction, "polite", "Answer in French.")));
        assertThat(ids(index, question("violin", 1, 2_000, Optional.empty(), memory -> true)))
                .containsExactly("a:1");
        assertThat(index.find(question("violin", 1, 2_000, Optional.empty(), memory -> true)))
                .extracting(one -> one.memory().id())
                .containsExactly("a:1");
    }

    /** A dozen turns of one session that all speak of boats, and two sessions that speak of one beside other things. */
    private static List<Stored> boats() {
        List<Stored> said = new ArrayList<>();
        for (int i = 0; i < 12; i++)
            said.add(Made.turn("a", 10 * i, "boat number " + i).pointing(1, 0));
        said.add(Made.turn("b", 0, "a boat, a kite, a long walk and a slow dinner")
                .pointing(0.6f, 0.8f));
        said.add(Made.turn("c", 0, "a boat, a kite, a long walk, a slow dinner and a film")
                .pointing(0.8f, 0.6f));
        return said;
    }

    private static RecallQuestion ofBoats(int limit, Predicate<Stored> visible) {
        return new RecallQuestion(
                "boat",
                Optional.of(new float[] {1, 0}),
                limit,
                Set.of(),
                Optional.empty(),
                SAID,
                SAID,
                Optional.empty(),
                Optional.empty(),
                visible,
                2_000);
    }

    @Test
    void sessionsThatWereNotHeardComeBehindTheFirstTen() {
        ProfileIndex index = ProfileIndex.of(boats());
        List<String> sessions = index.recall(ofBoats(50, memory -> true)).stream()
                .map(one -> one.memory().sessionId().orElseThrow())
                .toList();
        assertThat(sessions.subList(0, 10)).containsOnly("a");
        assertThat(sessions.subList(10, 14)).containsExactly("c", "b", "a", "a");
        assertThat(index.find(ofBoats(50, memory -> true)))
                .extracting(one -> one.memory().sessionId().orElseThrow())
                .containsExactly("a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "a", "c", "b");
    }

    @Test
    void whyASessionIsHeardIsToldOfItsTurn() {
        List<Ranked> found = ProfileIndex.of(boats()).recall(ofBoats(50, memory -> true));
        assertThat(found.get(10).channels()).last().satisfies(channel -> {
            assertThat(channel.name()).isEqualTo("session");
            assertThat(channel.rank()).isEqualTo(2);
            assertThat(channel.share()).isZero();
        });
        assertThat(found.get(9).channels()).noneMatch(channel -> channel.name().equals("session"));
    }

    @Test
    void whatMayNotBeSeenTellsNothingOfItsSession() {
        List<Stored> more = new ArrayList<>(boats());
        more.add(Made.turn("b", 100, "boat boat boat").seenBy("bo"));
        more.add(new Made(Made.turn("b", 200, "boats").pointing(1, 0)).seenBy("bo"));
        Predicate<Stored> mine = memory -> memory.readers().isEmpty();
        for (ProfileIndex index : List.of(ProfileIndex.of(boats()), ProfileIndex.of(more)))
            assertThat(ids(index, ofBoats(50, mine)).subList(10, 12)).containsExactly("c:0", "b:0");
        assertThat(ids(ProfileIndex.of(more), ofBoats(50, memory -> true)).subList(10, 12))
                .as("to whom may see it, it does tell")
                .containsExactly("b:200", "c:0");
    }

    @Test
    void noMoreThanTenSessionsAreBroughtForward() {
        List<Stored> said = new ArrayList<>(boats());
        for (int i = 0; i < 20; i++)
            said.add(Made.turn("d" + i, 0, "a boat, a kite, a walk, a dinner, a film, song " + i)
                    .pointing(0.6f, 0.8f));
        List<String> sessions = ProfileIndex.of(said).recall(ofBoats(50, memory -> true)).stream()
                .map(one -> one.memory().sessionId().orElseThrow())
                .toList();
        assertThat(sessions.subList(10, 19)).doesNotHaveDuplicates().doesNotContain("a");
        assertThat(sessions.subList(19, 21)).containsOnly("a");
    }

    @Test
    void aDayInTheQuestionFindsWhatWasSaidOfIt() {
        ProfileIndex index = ProfileIndex.of(List.of(
                Made.turn("a", 1, "We met yesterday.").memory,
                Made.turn("b", 1, "We met 3 March 2021.").memory,
                Made.turn("c", 1, "We met.").memory));
        assertThat(ids(index, question("Who was met on May 9, 2023?")).getFirst())
                .isEqualTo("a:1");
    }

    @Test
    void theAnswerKeepsToItsBounds() {
        ProfileIndex index = ProfileIndex.of(talk());
        assertThat(ids(index, question("Ann", 2, 2_000, Optional.empty(), memory -> true)))
                .hasSize(2);
        List<Ranked> packed = index.recall(question("instrument", 50, 12, Optional.empty(), memory -> true));
        assertThat(packed).isNotEmpty();
        assertThat(packed.stream()
                        .mapToInt(one -> Packing.tokens(one.memory().content()))
                        .sum())
                .isLessThanOrEqualTo(12);
        assertThatThrownBy(() -> question("x", 501, 2_000, Optional.empty(), memory -> true))
                .hasMessageContaining("501");
        assertThatThrownBy(() -> question(" ")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatSaysTheSameIsSaidOnce() {
        assertThat(ids(
                        ProfileIndex.of(List.of(
                                Made.turn("a", 1, "I like tea.").memory, Made.turn("b", 1, "i like TEA").memory)),
                        question("tea")))
                .hasSize(1);
    }

    @Test
    void bytesGrowWithWhatIsHeld() {
        long some = ProfileIndex.of(talk().subList(0, 3)).bytes();
        assertThat(ProfileIndex.of(talk()).bytes()).isGreaterThan(some);
        assertThat(ProfileIndex.of(List.of()).recall(question("anything"))).isEmpty();
    }
}
