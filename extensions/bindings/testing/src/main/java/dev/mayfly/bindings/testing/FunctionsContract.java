package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Bundle.Kind;
import dev.mayfly.bindings.functions.Bundle.Module;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.Activation;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Function;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Functions.NewVersion;
import dev.mayfly.bindings.functions.Functions.Route;
import dev.mayfly.bindings.functions.Functions.SecretValue;
import dev.mayfly.bindings.functions.Functions.Version;
import dev.mayfly.bindings.functions.Functions.VersionSettings;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.problem.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Functions} keeps to. */
public abstract class FunctionsContract extends ContractSuite<Functions> {
    private static final String MAIN = "index.js";

    /** Makes {@link #account()} and has nothing in it. */
    protected abstract void emptyAccount();

    @BeforeEach
    void accountIsEmpty() {
        emptyAccount();
    }

    @Test
    void deployedVersionIsActive() {
        Version version = deploy("hello", "one");
        assertThat(version.state()).isEqualTo(Version.State.active);
        assertThat(version.bundle()).matches("[0-9a-f]{64}");
        assertThat(version.message()).isEqualTo("says one");
        Function function = call(As.OWNER, functions -> functions.function(account(), "hello"));
        assertThat(function.active()).contains(version.id());
        assertThat(function.urls()).isNotEmpty();
        assertListed(As.OWNER, functions -> functions.list(account())).containsExactly(function);
    }

    @Test
    void newestVersionStandsFirst() {
        Version first = deploy("hello", "one");
        Version second = deploy("hello", "two");
        assertListed(As.OWNER, functions -> functions.versions(account(), "hello"))
                .extracting(Version::id, Version::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(second.id(), Version.State.active),
                        org.assertj.core.groups.Tuple.tuple(first.id(), Version.State.inactive));
    }

    @Test
    void earlierVersionCanBeActivatedAgain() {
        Version first = deploy("hello", "one");
        deploy("hello", "two");
        Version again =
                call(As.OWNER, functions -> functions.activate(account(), "hello", first.id(), Optional.of("back")));
        assertThat(again).isEqualTo(first);
        assertThat(call(As.OWNER, functions -> functions.function(account(), "hello"))
                        .active())
                .contains(first.id());
    }

    @Test
    void uploadedVersionWaits() {
        Version first = deploy("hello", "one");
        Version second = call(As.OWNER, functions -> functions.upload(account(), "hello", saying("two")));
        assertThat(second.state()).isEqualTo(Version.State.inactive);
        assertThat(call(As.OWNER, functions -> functions.function(account(), "hello"))
                        .active())
                .contains(first.id());
        Version active =
                call(As.OWNER, functions -> functions.activate(account(), "hello", second.id(), Optional.empty()));
        assertThat(active.state()).isEqualTo(Version.State.active);
    }

    @Test
    void firstVersionMayWaitToo() {
        Version waiting = call(As.OWNER, functions -> functions.upload(account(), "hello", saying("one")));
        assertThat(call(As.OWNER, functions -> functions.function(account(), "hello"))
                        .active())
                .isEmpty();
        assertListed(As.OWNER, functions -> functions.activations(account(), "hello"))
                .isEmpty();
        call(As.OWNER, functions -> functions.activate(account(), "hello", waiting.id(), Optional.empty()));
        assertThat(call(As.OWNER, functions -> functions.function(account(), "hello"))
                        .active())
                .contains(waiting.id());
    }

    @Test
    void activationsAreRemembered() {
        Version first = deploy("hello", "one");
        Version second = deploy("hello", "two");
        call(As.OWNER, functions -> functions.activate(account(), "hello", first.id(), Optional.of("back")));
        call(As.OWNER, functions -> functions.activate(account(), "hello", first.id(), Optional.of("as it is")));
        assertListed(As.OWNER, functions -> functions.activations(account(), "hello"))
                .extracting(Activation::version, Activation::message)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(first.id(), "back"),
                        org.assertj.core.groups.Tuple.tuple(second.id(), "says two"),
                        org.assertj.core.groups.Tuple.tuple(first.id(), "says one"));
        assertListed(As.OWNER, functions -> functions.activations(account(), "hello"))
                .allSatisfy(activation -> assertThat(activation.by()).isNotEmpty());
    }

    @Test
    void versionTellsItsSettingsAndNotes() {
        Version deployed = deploy("hello", "one");
        VersionSettings told = call(As.OWNER, functions -> functions.version(account(), "hello", deployed.id()));
        assertThat(told.version()).isEqualTo(deployed);
        assertThat(told.version().notes()).containsEntry("by", "hand");
        assertThat(told.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(told.egress()).isEqualTo(Functions.Egress.OPEN);
    }

    @Test
    void secretsAreSetTogetherOrNotAtAll() {
        deploy("hello", "one");
        put("STAYS", "as it is");
        call(
                As.OWNER,
                functions -> functions.putSecrets(
                        account(), "hello", Map.of("A", new SecretValue("1"), "B", new SecretValue("2"))));
        var flawed = Map.of("C", new SecretValue("3"), "not a name", new SecretValue("4"));
        refused(Problem.Invalid.class, As.OWNER, functions -> functions.putSecrets(account(), "hello", flawed));
        assertListed(As.OWNER, functions -> functions.secrets(account(), "hello"))
                .containsExactly("A", "B", "STAYS");
    }

    @Test
    void deletedFunctionIsGone() {
        deploy("hello", "one");
        call(As.OWNER, functions -> functions.delete(account(), "hello"));
        assertListed(As.OWNER, functions -> functions.list(account())).isEmpty();
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.function(account(), "hello"));
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.delete(account(), "hello"));
    }

    @Test
    void secretsAreKnownByNameOnly() {
        deploy("hello", "one");
        put("KEY", "first");
        put("KEY", "second");
        put("ANOTHER", "third");
        assertListed(As.OWNER, functions -> functions.secrets(account(), "hello"))
                .containsExactly("ANOTHER", "KEY");
        call(As.OWNER, functions -> functions.deleteSecret(account(), "hello", "KEY"));
        assertListed(As.OWNER, functions -> functions.secrets(account(), "hello"))
                .containsExactly("ANOTHER");
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.deleteSecret(account(), "hello", "KEY"));
    }

    @Test
    void routesAreReplacedAsAWhole() {
        deploy("hello", "one");
        Route api = new Route("api.%s.example/v1/*".formatted(account()));
        Route all = new Route("*.%s.example/*".formatted(account()));
        call(As.OWNER, functions -> functions.putRoutes(account(), "hello", List.of(api)));
        call(As.OWNER, functions -> functions.putRoutes(account(), "hello", List.of(all)));
        assertListed(As.OWNER, functions -> functions.routes(account(), "hello"))
                .containsExactly(all);
        var twice = List.of(new Route("not a pattern"));
        refused(Problem.Invalid.class, As.OWNER, functions -> functions.putRoutes(account(), "hello", twice));
    }

    @Test
    void unknownThingsAreNotFound() {
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.function(account(), "nothing"));
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.versions(account(), "nothing"));
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.secrets(account(), "nothing"));
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.routes(account(), "nothing"));
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.activations(account(), "nothing"));
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.version(account(), "nothing", "1"));
        refused(
                Problem.NotFound.class,
                As.OWNER,
                functions -> functions.activate(account(), "nothing", "1", Optional.empty()));
        deploy("hello", "one");
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.version(account(), "hello", "nothing"));
        refused(
                Problem.NotFound.class,
                As.OWNER,
                functions -> functions.activate(account(), "hello", "nothing", Optional.empty()));
        refused(Problem.NotFound.class, As.PLATFORM, functions -> functions.list("never-made"));
    }

    @Test
    void othersAreRefused() {
        deploy("hello", "one");
        refusedToOthers(functions -> functions.deploy(account(), "hello", saying("stolen")));
        refusedToOthers(functions -> functions.upload(account(), "hello", saying("stolen")));
        refusedToOthers(functions -> functions.version(account(), "hello", "1"));
        refusedToOthers(functions -> functions.activations(account(), "hello"));
        refusedToOthers(
                functions -> functions.putSecrets(account(), "hello", Map.of("KEY", new SecretValue("stolen"))));
        refusedToOthers(functions -> functions.list(account()));
        refusedToOthers(functions -> functions.function(account(), "hello"));
        refusedToOthers(functions -> functions.versions(account(), "hello"));
        refusedToOthers(functions -> functions.activate(account(), "hello", "1", Optional.empty()));
        refusedToOthers(functions -> functions.delete(account(), "hello"));
        refusedToOthers(functions -> functions.putSecret(account(), "hello", "KEY", new SecretValue("stolen")));
        refusedToOthers(functions -> functions.secrets(account(), "hello"));
        refusedToOthers(functions -> functions.deleteSecret(account(), "hello", "KEY"));
        refusedToOthers(functions -> functions.putRoutes(account(), "hello", List.of()));
        refusedToOthers(functions -> functions.routes(account(), "hello"));
        assertListed(As.OWNER, functions -> functions.versions(account(), "hello"))
                .hasSize(1);
    }

    @Test
    void functionNamesAreChecked() {
        for (String name : new String[] {"Hello", "hel_lo", "-hello", "hello-", "h".repeat(41)}) {
            var problem = refused(
                    Problem.Invalid.class, As.OWNER, functions -> functions.deploy(account(), name, saying("no")));
            assertThat(problem.code()).isEqualTo("invalid-name");
        }
    }

    @Test
    void mainModuleMustBeAmongTheModules() {
        var lost = new NewVersion(
                metadata("lost.js", List.of(), "no"), saying("no").modules());
        var problem =
                refused(Problem.BadBundle.class, As.OWNER, functions -> functions.deploy(account(), "hello", lost));
        assertThat(problem.code()).isEqualTo("no-module");
        assertThat(problem.file()).isEqualTo("metadata");
        refused(Problem.NotFound.class, As.OWNER, functions -> functions.function(account(), "hello"));
    }

    @Test
    void unknownBindingIsRefused() {
        var metadata = metadata(MAIN, List.of(new BindingRef("DREAMS", "dreams")), "no");
        var dreaming = new NewVersion(metadata, saying("no").modules());
        var problem =
                refused(Problem.BadBundle.class, As.OWNER, functions -> functions.deploy(account(), "hello", dreaming));
        assertThat(problem.code()).isEqualTo("unknown-binding");
    }

    private Version deploy(String name, String text) {
        return call(As.OWNER, functions -> functions.deploy(account(), name, saying(text)));
    }

    private void put(String secret, String value) {
        call(As.OWNER, functions -> functions.putSecret(account(), "hello", secret, new SecretValue(value)));
    }

    private static NewVersion saying(String text) {
        String code = "export default { fetch() { return new Response('%s') } }".formatted(text);
        var module = new Module(MAIN, Kind.esm, code.getBytes(StandardCharsets.UTF_8));
        return new NewVersion(metadata(MAIN, List.of(), "says " + text), List.of(module));
    }

    private static Metadata metadata(String main, List<BindingRef> bindings, String message) {
        return new Metadata(
                main,
                Optional.empty(),
                Optional.of(bindings),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(message),
                Optional.of(Map.of("by", "hand")),
                Optional.empty(),
                Optional.empty());
    }
}
