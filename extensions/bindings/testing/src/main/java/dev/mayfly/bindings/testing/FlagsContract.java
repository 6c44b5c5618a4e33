package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.flags.Flags;
import dev.mayfly.bindings.flags.Flags.Changed;
import dev.mayfly.bindings.flags.Flags.Difference;
import dev.mayfly.bindings.flags.Flags.Draft;
import dev.mayfly.bindings.flags.Flags.Moved;
import dev.mayfly.bindings.flags.Flags.Ramp;
import dev.mayfly.bindings.flags.Flags.Version;
import dev.mayfly.bindings.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Flags} keeps to. */
public abstract class FlagsContract extends ContractSuite<Flags> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ON_OFF =
            "{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"off\"}";

    /** A new one for each test. */
    private final String app = "app-" + UUID.randomUUID().toString().substring(0, 8);

    /** Makes {@link #account()}. */
    protected abstract void emptyAccount();

    @BeforeEach
    void accountIsThere() {
        emptyAccount();
    }

    @Test
    void flagIsReadAsItWasPut() {
        Changed changed = put("new-search", ON_OFF);
        assertThat(changed.version().version()).isEqualTo(1);
        assertThat(changed.dryRun()).isFalse();
        assertThat(changed.differences()).extracting(Difference::path).containsExactly("");
        Version flag = call(As.OWNER, flags -> flags.flag(account(), app, "new-search", Optional.empty()));
        assertThat(flag.definition()).contains(json(ON_OFF));
        assertThat(flag.by()).isNotBlank();
        assertThat(definition().at("/flags/new-search")).isEqualTo(json(ON_OFF));
        assertThat(definition().at("/metadata/flagSetId").asText()).isEqualTo(app + "/production");
        assertListed(As.OWNER, flags -> flags.apps(account())).contains(new FlagPlace(app, "production"));
    }

    @Test
    void environmentsHaveFlagsOfTheirOwn() {
        put("new-search", ON_OFF);
        call(
                As.OWNER,
                flags -> flags.putFlag(account(), app, "only-here", Optional.of("staging"), Draft.of(json(ON_OFF))));
        assertThat(definition().path("flags").has("only-here")).isFalse();
        JsonNode staging = call(As.OWNER, flags -> flags.definition(account(), app, Optional.of("staging")))
                .definition();
        assertThat(staging.path("flags").fieldNames()).toIterable().containsExactly("only-here");
    }

    @Test
    void flawIsRefusedWithItsPlaceAndNothingChanges() {
        put("new-search", ON_OFF);
        Problem problem = refused(
                Problem.Invalid.class,
                As.OWNER,
                flags -> flags.putFlag(
                        account(),
                        app,
                        "new-search",
                        Optional.empty(),
                        Draft.of(json(ON_OFF.replace("\"off\"}", "\"of\"}")))));
        assertThat(problem.code()).isEqualTo("invalid-flag");
        assertThat(problem.detail()).contains("/flags/new-search/defaultVariant", "no variant 'of'");
        assertThat(history("new-search")).hasSize(1);
    }

    @Test
    void changeTellsWhatIsDifferent() {
        put("new-search", ON_OFF);
        Changed changed = put("new-search", ON_OFF.replace("\"off\"}", "\"on\"}"));
        assertThat(changed.version().version()).isEqualTo(2);
        assertThat(changed.differences())
                .containsExactly(new Difference(
                        "/defaultVariant", Optional.of(TextNode.valueOf("off")), Optional.of(TextNode.valueOf("on"))));
    }

    @Test
    void dryRunTellsWhoWouldMoveAndKeepsNothing() {
        put("new-search", ON_OFF);
        String targeted = ON_OFF.replace(
                "\"off\"}", "\"off\",\"targeting\":{\"if\":[{\"==\":[{\"var\":\"plan\"},\"pro\"]},\"on\"]}}");
        List<Map<String, JsonNode>> contexts =
                List.of(Map.of("plan", TextNode.valueOf("pro")), Map.of("plan", TextNode.valueOf("free")));
        Changed dry = call(
                As.OWNER,
                flags -> flags.putFlag(
                        account(),
                        app,
                        "new-search",
                        Optional.empty(),
                        new Draft(
                                json(targeted),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(true),
                                Optional.of(contexts))));
        assertThat(dry.dryRun()).isTrue();
        assertThat(dry.moved()).singleElement().satisfies(moved -> {
            assertThat(moved.flag()).isEqualTo("new-search");
            assertThat(moved.context()).isEqualTo(contexts.getFirst());
            assertThat(moved.before()).contains("off");
            assertThat(moved.after()).contains("on");
        });
        assertThat(history("new-search")).hasSize(1);
    }

    @Test
    void changeThatFollowsAnotherVersionIsAConflict() {
        put("new-search", ON_OFF);
        put("new-search", ON_OFF.replace("\"off\"}", "\"on\"}"));
        Problem problem = refused(
                Problem.Conflict.class,
                As.OWNER,
                flags -> flags.putFlag(
                        account(),
                        app,
                        "new-search",
                        Optional.empty(),
                        new Draft(
                                json(ON_OFF), Optional.empty(), Optional.of(1L), Optional.empty(), Optional.empty())));
        assertThat(problem.detail()).contains("at version 2, and not at 1");
    }

    @Test
    void shareGrowsWithoutTakingItFromAnybody() {
        put("new-search", ON_OFF);
        Changed ten = ramp(10);
        assertThat(ten.version().message()).contains("10");
        List<Map<String, JsonNode>> people = IntStream.range(0, 1_000)
                .mapToObj(i -> Map.<String, JsonNode>of("targetingKey", TextNode.valueOf("user-" + i)))
                .toList();
        JsonNode half =
                JSON.createObjectNode().set("x", ramp(50).version().definition().orElseThrow());
        ramp(10);
        Changed dry = call(
                As.OWNER,
                flags -> flags.putFlag(
                        account(),
                        app,
                        "new-search",
                        Optional.empty(),
                        new Draft(
                                half.path("x"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(true),
                                Optional.of(people))));
        assertThat(dry.moved()).hasSizeBetween(330, 470).allSatisfy(moved -> {
            assertThat(moved.before()).contains("off");
            assertThat(moved.after()).contains("on");
        });
    }

    @Test
    void rampReplacesNoTargetingOfItsOwn() {
        put("new-search", ON_OFF.replace("\"off\"}", "\"off\",\"targeting\":{\"if\":[true,\"on\"]}}"));
        refused(
                Problem.Conflict.class,
                As.OWNER,
                flags -> flags.ramp(account(), app, "new-search", Optional.empty(), asked("on", 10)));
        put("other", ON_OFF);
        for (Ramp wrong :
                List.of(asked("on", 101), asked("on", -1), asked("on", 0.001), asked("off", 5), asked("x", 5)))
            refused(
                    Problem.Invalid.class,
                    As.OWNER,
                    flags -> flags.ramp(account(), app, "other", Optional.empty(), wrong));
    }

    @Test
    void undoGoesBackAndIsAChangeItself() {
        put("new-search", ON_OFF);
        refused(Problem.Conflict.class, As.OWNER, flags -> flags.undo(account(), app, "new-search", Optional.empty()));
        put("new-search", ON_OFF.replace("\"off\"}", "\"on\"}"));
        Changed undone = call(As.OWNER, flags -> flags.undo(account(), app, "new-search", Optional.empty()));
        assertThat(undone.version().definition()).contains(json(ON_OFF));
        assertThat(undone.version().message()).contains("version 1");
        assertThat(history("new-search")).extracting(Version::version).containsExactly(3L, 2L, 1L);
    }

    @Test
    void archivedFlagIsGoneForThoseWhoAskAndComesBackByUndo() {
        put("new-search", ON_OFF);
        call(As.OWNER, flags -> flags.archive(account(), app, "new-search", Optional.empty()));
        assertThat(definition().path("flags")).isEmpty();
        assertThat(history("new-search").getFirst().definition()).isEmpty();
        refused(
                Problem.NotFound.class,
                As.OWNER,
                flags -> flags.archive(account(), app, "new-search", Optional.empty()));
        call(As.OWNER, flags -> flags.undo(account(), app, "new-search", Optional.empty()));
        assertThat(definition().path("flags").has("new-search")).isTrue();
    }

    @Test
    void segmentIsThereForFlagsAndCannotBeBrokenUnderThem() {
        segment("{\"ends_with\":[{\"var\":\"email\"},\"@example.com\"]}");
        put("new-search", ON_OFF.replace("\"off\"}", "\"off\",\"targeting\":{\"if\":[{\"$ref\":\"staff\"},\"on\"]}}"));
        assertThat(definition().at("/$evaluators/staff").isObject()).isTrue();
        Problem problem = refused(
                Problem.Invalid.class,
                As.OWNER,
                flags -> flags.putSegment(
                        account(), app, "staff", Optional.empty(), Draft.of(json("{\"endz_with\":[]}"))));
        assertThat(problem.detail()).contains("/flags/new-search/targeting", "endz_with");
    }

    @Test
    void segmentHasAHistoryAndGoesBack() {
        segment("{\"ends_with\":[{\"var\":\"email\"},\"@example.com\"]}");
        segment("{\"ends_with\":[{\"var\":\"email\"},\"@example.org\"]}");
        call(As.OWNER, flags -> flags.undoSegment(account(), app, "staff", Optional.empty()));
        List<Version> versions =
                call(As.OWNER, flags -> flags.segmentHistory(account(), app, "staff", Optional.empty()));
        assertThat(versions).extracting(Version::version).containsExactly(3L, 2L, 1L);
        Version now = call(As.OWNER, flags -> flags.segment(account(), app, "staff", Optional.empty()));
        assertThat(now.definition().orElseThrow().toString()).contains("@example.com");
        assertThat(now.message()).contains("version 1");
        put("new-search", ON_OFF.replace("\"off\"}", "\"off\",\"targeting\":{\"if\":[{\"$ref\":\"staff\"},\"on\"]}}"));
        Problem problem = refused(
                Problem.Invalid.class,
                As.OWNER,
                flags -> flags.archiveSegment(account(), app, "staff", Optional.empty()));
        assertThat(problem.detail()).contains("/flags/new-search/targeting", "staff");
        call(As.OWNER, flags -> flags.archive(account(), app, "new-search", Optional.empty()));
        call(As.OWNER, flags -> flags.archiveSegment(account(), app, "staff", Optional.empty()));
        assertThat(definition().path("$evaluators")).isEmpty();
        refused(
                Problem.NotFound.class,
                As.OWNER,
                flags -> flags.archiveSegment(account(), app, "staff", Optional.empty()));
        refused(Problem.NotFound.class, As.OWNER, flags -> flags.segment(account(), app, "none", Optional.empty()));
    }

    /** Of the flags that name it, and of no other. */
    @Test
    void changeOfASegmentTellsWhoWouldMoveOfWhichFlag() {
        segment("{\"ends_with\":[{\"var\":\"email\"},\"@example.com\"]}");
        put("new-search", ON_OFF.replace("\"off\"}", "\"off\",\"targeting\":{\"if\":[{\"$ref\":\"staff\"},\"on\"]}}"));
        put("other", ON_OFF);
        List<Map<String, JsonNode>> contexts = List.of(
                Map.of("email", TextNode.valueOf("a@example.com")), Map.of("email", TextNode.valueOf("a@example.org")));
        Changed dry = call(
                As.OWNER,
                flags -> flags.putSegment(
                        account(),
                        app,
                        "staff",
                        Optional.empty(),
                        new Draft(
                                json("{\"ends_with\":[{\"var\":\"email\"},\"@example.org\"]}"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(true),
                                Optional.of(contexts))));
        assertThat(dry.moved()).extracting(Moved::flag).containsExactly("new-search", "new-search");
        assertThat(dry.moved()).extracting(Moved::after).containsExactly(Optional.of("off"), Optional.of("on"));
    }

    @Test
    void unknownFlagsAreNotFound() {
        refused(Problem.NotFound.class, As.OWNER, flags -> flags.flag(account(), app, "none", Optional.empty()));
        refused(Problem.NotFound.class, As.OWNER, flags -> flags.history(account(), app, "none", Optional.empty()));
        refused(
                Problem.NotFound.class,
                As.OWNER,
                flags -> flags.ramp(account(), app, "none", Optional.empty(), asked("on", 1)));
    }

    @Test
    void namesOfAppsAreNames() {
        refused(Problem.Invalid.class, As.OWNER, flags -> flags.definition(account(), app, Optional.of("Production")));
    }

    @Test
    void flagsAreNobodyElsesBusiness() {
        refusedToOthers(flags -> flags.definition(account(), app, Optional.empty()));
        refusedToReaders(flags -> flags.definition(account(), app, Optional.empty()));
        refusedToOthers(flags -> flags.putFlag(account(), app, "f", Optional.empty(), Draft.of(json(ON_OFF))));
        refusedToReaders(flags -> flags.undo(account(), app, "f", Optional.empty()));
        refusedToOthers(flags -> flags.segment(account(), app, "s", Optional.empty()));
        refusedToReaders(flags -> flags.undoSegment(account(), app, "s", Optional.empty()));
    }

    private Changed put(String key, String definition) {
        return call(
                As.OWNER, flags -> flags.putFlag(account(), app, key, Optional.empty(), Draft.of(json(definition))));
    }

    private void segment(String rule) {
        call(As.OWNER, flags -> flags.putSegment(account(), app, "staff", Optional.empty(), Draft.of(json(rule))));
    }

    private Changed ramp(double percent) {
        return call(
                As.OWNER, flags -> flags.ramp(account(), app, "new-search", Optional.empty(), asked("on", percent)));
    }

    private static Ramp asked(String variant, double percent) {
        return new Ramp(
                variant,
                percent,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private List<Version> history(String key) {
        return call(As.OWNER, flags -> flags.history(account(), app, key, Optional.empty()));
    }

    private JsonNode definition() {
        return call(As.OWNER, flags -> flags.definition(account(), app, Optional.empty()))
                .definition();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
