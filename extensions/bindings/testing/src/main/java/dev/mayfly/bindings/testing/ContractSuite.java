package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.api.ListAssert;

/**
 * What all suites have. An owner extends each suite of its contracts twice, once per {@link Face}:
 *
 * <pre>{@code
 * class StoredAccountsTest extends AccountsContract {
 *     @Inject Accounts accounts;
 *     protected Face<Accounts> face() { return Face.bean(accounts, account()); }
 * }
 * class RemoteAccountsTest extends AccountsContract {
 *     @TestHTTPResource URI server;
 *     protected Face<Accounts> face() { return Face.http(Accounts.class, server, tokens); }
 * }
 * }</pre>
 */
public abstract class ContractSuite<C> {
    /** The face under test. Asked for every call. */
    protected abstract Face<C> face();

    /** The account of {@link As#OWNER}. It need not exist, and the suite may do with it what it likes. */
    protected String account() {
        return "contract-suite";
    }

    /** Calls and waits. */
    protected <T> T call(As who, Function<C, Uni<T>> call) {
        return face().call(who, call);
    }

    /** Calls, waits, and looks at the list. */
    protected <T> ListAssert<T> assertListed(As who, Function<C, Uni<List<T>>> call) {
        List<T> listed = call(who, call);
        return assertThat(listed);
    }

    /** Calls, waits, and expects a problem of that kind. */
    protected <P extends Problem> P refused(Class<P> kind, As who, Function<C, Uni<?>> call) {
        Throwable thrown = catchThrowable(
                () -> face().call(who, contract -> call.apply(contract).replaceWithVoid()));
        assertThat(thrown).as("for %s", who).isInstanceOf(kind);
        return kind.cast(thrown);
    }

    /** Nobody else's business: neither a stranger nor somebody unknown comes through. */
    protected void refusedToOthers(Function<C, Uni<?>> call) {
        assertThat(refused(Problem.Denied.class, As.STRANGER, call).code()).isEqualTo("denied");
        assertThat(refused(Problem.Unauthenticated.class, As.NOBODY, call).code())
                .isEqualTo("unauthenticated");
    }

    /** Not for tokens of the account that may do something else. */
    protected void refusedToReaders(Function<C, Uni<?>> call) {
        assertThat(refused(Problem.Denied.class, As.READER, call).detail()).contains("it takes the right ");
    }

    /** Only services and tokens for everything come through. */
    protected void refusedToAllButOperators(Function<C, Uni<?>> call) {
        refused(Problem.Denied.class, As.OWNER, call);
        refusedToOthers(call);
    }

    /** Only services come through. */
    protected void refusedToAllButThePlatform(Function<C, Uni<?>> call) {
        refused(Problem.Denied.class, As.OPERATOR, call);
        refusedToAllButOperators(call);
    }
}
