package dev.mayfly.bindings.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bindings.env.BindingRegistry;
import dev.mayfly.bindings.identity.Caller.FunctionCaller;
import dev.mayfly.bindings.problem.Problem;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What functions may call, and what becomes of what they send. */
class BindingRegistryTest {
    private static final FunctionCaller HELLO = new FunctionCaller("demo", "hello", "1");

    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Notes.class, StoredNotes.class, FixedTokens.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("mayfly.bindings.arguments-length-max", "2000")
            .overrideConfigKey("mayfly.bindings.result-length-max", "1000");

    @Inject
    BindingRegistry registry;

    @Test
    void everyBindingIsKnown() {
        assertThat(registry.types())
                .containsExactlyInAnyOrder("notes", "invocations", "ratelimit", "search", "flags", "memory");
        assertThat(registry.descriptorJson("functions")).isEmpty();
    }

    @Test
    void descriptorSaysHowToCall() throws JsonProcessingException {
        JsonNode notes = json(registry.descriptorJson("notes").orElseThrow());
        assertThat(notes.path("type").asText()).isEqualTo("notes");
        assertThat(method(notes, "list")).isEqualTo(json("""
                {"name": "list", "style": "options", "result": "value", "parameters": [
                  {"name": "function", "kind": "query", "optional": true},
                  {"name": "limit", "kind": "query", "optional": true}]}"""));
        assertThat(method(notes, "put")).isEqualTo(json("""
                {"name": "put", "style": "positional", "result": "value", "parameters": [
                  {"name": "key", "kind": "path", "optional": false},
                  {"name": "note", "kind": "body", "optional": false}]}"""));
        assertThat(method(json(registry.descriptorJson("invocations").orElseThrow()), "invocation"))
                .isEqualTo(json("""
                {"name": "invocation", "style": "positional", "result": "value", "parameters": [
                  {"name": "id", "kind": "path", "optional": false}]}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "note   | [\"one\"]                            | one   | about demo",
                "put    | [\"k\", {\"text\": \"hi\"}]          | k     | hi",
                "put    | [\"k\", {\"text\": \"hi\", \"stars\": null}] | k | hi",
                "list   | []                                   | all   | limit 50",
                "list   | [null]                               | all   | limit 50",
                "list   | [{}]                                 | all   | limit 50",
                "list   | [{\"limit\": 7, \"function\": null}] | all   | limit 7",
                "list   | [{\"function\": \"hello\"}]          | hello | limit 50",
                "forget | [\"k\"]                              | -     | -"
            })
    void argumentsBecomeJava(String method, String arguments, String key, String text) throws JsonProcessingException {
        JsonNode result = json(call(method, arguments));
        JsonNode note = result.isArray() ? result.get(0) : result;
        if (key == null) {
            assertThat(result.isNull()).isTrue();
            return;
        }
        assertThat(note.path("key").asText()).isEqualTo(key);
        assertThat(note.path("text").asText()).isEqualTo(text);
        assertThat(note.path("caller").asText()).isEqualTo("function demo/hello");
        assertThat(note.path("since").asText()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(note.path("stars").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "note | []                         | notes.note: key is missing",
                "note | [null]                     | notes.note: key is missing",
                "note | [\"one\", \"other\"]       | notes.note: takes at most 1 arguments, not 2",
                "note | [5]                        | notes.note: key: ",
                "note | [true]                     | notes.note: key: ",
                "note | [{\"account\": \"other\"}] | notes.note: key: ",
                "note | {\"key\": \"one\"}         | notes.note: the arguments must be a JSON array",
                "note | [\"one\"] []               | notes.note: ",
                "note | [\"one\"                   | notes.note: ",
                "note | nonsense                   | notes.note: ",
                "put  | [\"k\"]                    | notes.put: note is missing",
                "put  | [\"k\", \"text\"]          | notes.put: note: ",
                "put  | [\"k\", {}]                | notes.put: note: text: missing",
                "put  | [\"k\", {\"text\": null}]  | notes.put: note: text: missing",
                "put  | [\"k\", {\"text\": 5}]     | notes.put: note: text: ",
                "put  | [\"k\", {\"text\": \"a\", \"stars\": \"5\"}]  | notes.put: note: stars: ",
                "put  | [\"k\", {\"text\": \"a\", \"stars\": 1.5}]    | notes.put: note: stars: ",
                "put  | [\"k\", {\"text\": \"a\", \"stars\": 1e99}]   | notes.put: note: stars: ",
                "put  | [\"k\", {\"text\": \"a\", \"@class\": \"x\"}] | notes.put: note: @class: ",
                "put  | [\"k\", {\"text\": \"a\", \"text\": \"b\"}]   | notes.put: ",
                "list | [{\"account\": \"other\"}] | notes.list: has no option account; it has function, limit",
                "list | [\"hello\"]                | notes.list: takes one object with options",
                "list | [{}, {}]                   | notes.list: takes one object with options",
                "list | [{\"limit\": \"7\"}]       | notes.list: limit: "
            })
    void hostileArgumentsAreRefused(String method, String arguments, String message) {
        Problem problem = refused("notes", method, arguments);
        assertThat(problem).isInstanceOf(Problem.Invalid.class);
        assertThat(problem.code()).isEqualTo("invalid-argument");
        assertThat(problem.detail())
                .startsWith(message)
                .doesNotContain("dev.mayfly")
                .doesNotContain("Feature");
    }

    @Test
    void whatTheDeploymentFixedIsNoArgument() throws JsonProcessingException {
        assertThat(method(json(registry.descriptorJson("notes").orElseThrow()), "stamp"))
                .isEqualTo(json("""
                {"name": "stamp", "style": "options", "result": "value", "parameters": [
                  {"name": "key", "kind": "query", "optional": false}]}"""));
        var fixed = Optional.of(new Notes.NewNote("fixed", Optional.empty()));
        String stamped = registry.call(HELLO, "notes", fixed, "stamp", "[{\"key\": \"k\"}]", Optional.empty())
                .await()
                .atMost(Duration.ofSeconds(20));
        assertThat(json(stamped).path("text").asText()).isEqualTo("fixed");
        assertThat(refused("notes", "stamp", "[{\"key\": \"k\"}]").detail())
                .isEqualTo("notes.stamp: the deployment has no setting for it");
        assertThat(refused("notes", "stamp", "[{\"key\": \"k\", \"setting\": {}}]")
                        .detail())
                .isEqualTo("notes.stamp: has no option setting; it has key");
        assertThat(refused("notes", "stamp", "[{\"key\": \"k\"}, {\"text\": \"own\"}]")
                        .detail())
                .isEqualTo("notes.stamp: takes one object with options");
    }

    @Test
    void accountIsTheFunctionsOwn() throws JsonProcessingException {
        var stranger = new FunctionCaller("other", "hello", "1");
        String text =
                registry.call(stranger, "notes", "note", "[\"one\"]").await().atMost(Duration.ofSeconds(20));
        assertThat(json(text).path("text").asText()).isEqualTo("about other");
    }

    @Test
    void guardStandsBeforeFunctionsToo() {
        assertThat(refused("notes", "forgetAll", "[]")).isInstanceOf(Problem.Denied.class);
        assertThat(refused("notes", "list", "[{\"function\": \"No Name\"}]").code())
                .isEqualTo("invalid-name");
    }

    @Test
    void problemsOfTheOwnerComeThrough() {
        assertThat(refused("notes", "note", "[\"missing\"]")).isInstanceOf(Problem.NotFound.class);
        assertThat(refused("notes", "note", "[\"broken\"]")).isInstanceOf(Problem.Broken.class);
        assertThat(refused("notes", "put", "[\"k\", {\"text\": \" \"}]").detail())
                .isEqualTo("notes.put: note: a note must have some text");
    }

    @Test
    void whatIsNotThereIsInvalid() {
        assertThat(refused("dreams", "note", "[]").code()).isEqualTo("unknown-binding");
        assertThat(refused("functions", "list", "[]").code()).isEqualTo("unknown-binding");
        Problem problem = refused("notes", "getClass", "[]");
        assertThat(problem.code()).isEqualTo("unknown-method");
        assertThat(problem.detail())
                .isEqualTo(
                        "notes has no method getClass; it has forget, forgetAll, forgetKeys, list, note, put, stamp");
        assertThat(refused("notes", "x".repeat(10_000), "[]").detail()).hasSizeLessThan(200);
    }

    @Test
    void argumentsHaveABound() {
        assertThat(call("note", "[\"" + "k".repeat(400) + "\"]")).contains("kkk");
        Problem tooLong = refused("notes", "note", "[\"" + "k".repeat(2000) + "\"]");
        assertThat(tooLong.code()).isEqualTo("limit-binding-arguments");
        Problem tooDeep = refused("notes", "note", "[".repeat(500) + "]".repeat(500));
        assertThat(tooDeep.code()).isEqualTo("invalid-argument");
    }

    @Test
    void resultHasABound() {
        Problem tooLong = refused("notes", "note", "[\"" + "k".repeat(1000) + "\"]");
        assertThat(tooLong.code()).isEqualTo("limit-binding-result");
    }

    private String call(String method, String arguments) {
        return registry.call(HELLO, "notes", method, arguments).await().atMost(Duration.ofSeconds(20));
    }

    private Problem refused(String type, String method, String arguments) {
        Throwable thrown = catchThrowable(
                () -> registry.call(HELLO, type, method, arguments).await().atMost(Duration.ofSeconds(20)));
        assertThat(thrown).isInstanceOf(Problem.class);
        return (Problem) thrown;
    }

    private static JsonNode method(JsonNode descriptor, String name) {
        for (JsonNode method : descriptor.path("methods"))
            if (method.path("name").asText().equals(name)) return method;
        throw new AssertionError("no method " + name + " in " + descriptor);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text);
    }
}
