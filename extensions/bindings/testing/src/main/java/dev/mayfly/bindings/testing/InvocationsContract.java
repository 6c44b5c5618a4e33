package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.invocations.Invocations;
import dev.mayfly.bindings.invocations.Invocations.Invocation;
import dev.mayfly.bindings.problem.Problem;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an owner of {@link Invocations} keeps to. */
public abstract class InvocationsContract extends ContractSuite<Invocations> {
    /**
     * Has exactly these in {@link #account()}, in this order of time, each with a trace of its own; and at least one in another
     * account.
     *
     * @param wanted each {@code function outcome}, such as {@code hello answered}
     * @return their ids
     */
    protected abstract List<String> invoked(String... wanted);

    @Test
    void newestStandsFirst() {
        List<String> ids = invoked("hello answered", "other failed", "hello answered");
        assertThat(list(Optional.empty(), Optional.empty(), Optional.empty()))
                .extracting(Invocation::id)
                .containsExactlyElementsOf(ids.reversed());
    }

    @Test
    void listCanBeNarrowed() {
        List<String> ids = invoked("hello answered", "other failed", "hello failed", "hello answered");
        assertThat(list(Optional.of("hello"), Optional.empty(), Optional.empty()))
                .extracting(Invocation::id)
                .containsExactly(ids.get(3), ids.get(2), ids.get(0));
        assertThat(list(Optional.empty(), Optional.of("failed"), Optional.empty()))
                .extracting(Invocation::id)
                .containsExactly(ids.get(2), ids.get(1));
        assertThat(list(Optional.of("hello"), Optional.of("failed"), Optional.empty()))
                .extracting(Invocation::id)
                .containsExactly(ids.get(2));
        assertThat(list(Optional.of("hello"), Optional.empty(), Optional.of(1)))
                .extracting(Invocation::id)
                .containsExactly(ids.get(3));
        assertThat(list(Optional.of("unheard-of"), Optional.empty(), Optional.empty()))
                .isEmpty();
    }

    @Test
    void invocationIsFoundByItsIdAndByItsTrace() {
        String id = invoked("hello answered", "other failed").getFirst();
        Invocation byId = call(As.OWNER, invocations -> invocations.invocation(account(), id));
        assertThat(byId.id()).isEqualTo(id);
        assertThat(byId.account()).isEqualTo(account());
        assertThat(byId.function()).isEqualTo("hello");
        assertThat(byId.outcome()).isEqualTo("answered");
        Invocation byTrace = call(As.OWNER, invocations -> invocations.invocation(account(), byId.trace()));
        assertThat(byTrace).isEqualTo(byId);
    }

    @Test
    void listCanBeNarrowedToATrace() {
        String id = invoked("hello answered", "hello answered").getFirst();
        String trace = call(As.OWNER, invocations -> invocations.invocation(account(), id))
                .trace();
        assertThat(ofTrace(trace)).extracting(Invocation::id).containsExactly(id);
        assertThat(ofTrace("f".repeat(32))).isEmpty();
    }

    private List<Invocation> ofTrace(String trace) {
        return call(
                As.OWNER,
                invocations -> invocations.list(
                        account(), Optional.empty(), Optional.empty(), Optional.of(trace), Optional.empty()));
    }

    @Test
    void unknownInvocationIsNotFound() {
        refused(Problem.NotFound.class, As.OWNER, invocations -> invocations.invocation(account(), "00000000deadbeef"));
        refused(Problem.NotFound.class, As.OWNER, invocations -> invocations.invocation(account(), "no-id-at-all"));
    }

    @Test
    void invocationOfAnotherAccountIsNotFound() {
        String id = invoked("hello answered").getFirst();
        refused(Problem.NotFound.class, As.PLATFORM, invocations -> invocations.invocation("not-" + account(), id));
    }

    @Test
    void othersAreRefused() {
        String id = invoked("hello answered").getFirst();
        refusedToOthers(invocations ->
                invocations.list(account(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        refusedToOthers(invocations -> invocations.invocation(account(), id));
        refusedToReaders(invocations ->
                invocations.list(account(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        refusedToReaders(invocations -> invocations.invocation(account(), id));
    }

    @Test
    void limitIsChecked() {
        for (int limit : new int[] {0, -1, 501}) {
            refused(
                    Problem.Invalid.class,
                    As.OWNER,
                    invocations -> invocations.list(
                            account(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(limit)));
        }
    }

    @Test
    void unknownOutcomeIsInvalid() {
        refused(
                Problem.Invalid.class,
                As.OWNER,
                invocations -> invocations.list(
                        account(), Optional.empty(), Optional.of("glorious"), Optional.empty(), Optional.empty()));
    }

    @Test
    void functionNameIsChecked() {
        var problem = refused(
                Problem.Invalid.class,
                As.OWNER,
                invocations -> invocations.list(
                        account(), Optional.of("No Name"), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(problem.code()).isEqualTo("invalid-name");
    }

    private List<Invocation> list(Optional<String> function, Optional<String> outcome, Optional<Integer> limit) {
        return call(As.OWNER, invocations -> invocations.list(account(), function, outcome, Optional.empty(), limit));
    }
}
