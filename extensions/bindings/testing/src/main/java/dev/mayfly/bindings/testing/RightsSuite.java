package dev.mayfly.bindings.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.identity.Action;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Every operation that a service's OpenAPI document names, tried with every right: a token can do what it says, and just that. The function
 * that is asked about is {@code hello}.
 */
public abstract class RightsSuite {
    protected static final String ACCOUNT = "/v1/accounts/{account}";

    /**
     * @param path as the document has it, perhaps with a query
     * @param allows whether a right, as tokens have them, is enough
     * @param body what is sent, empty for nothing
     */
    public record Operation(String method, String path, Predicate<String> allows, String body) {
        String inTheDocument() {
            return method + " " + path.split("\\?")[0];
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** All that the service has. */
    protected abstract List<Operation> operations();

    /** Where the document is. */
    protected abstract URI management();

    /** Whether the service answers this operation of the document itself. */
    protected boolean isOwn(String operation) {
        return true;
    }

    /** A token of the account that is asked about, with this right alone; {@code *} has all. */
    protected abstract String tokenWith(String right);

    /** A token that may do everything in another account. */
    protected abstract String strangersToken();

    /** What must be there before an operation is asked for. */
    protected void prepare() {}

    /** Asks for it in the account, and tells the status of the answer. */
    protected abstract int status(Operation operation, String token);

    @Test
    void tableHasEveryOperationOfTheDocument() {
        Set<String> served = OpenApiDocument.operations(management());
        served.removeIf(operation -> !isOwn(operation));
        Set<String> known = new TreeSet<>();
        for (Operation operation : operations()) known.add(operation.inTheDocument());
        assertThat(known)
                .as("operations of this test, and those of the document")
                .isEqualTo(served);
    }

    @Test
    void tokenCanDoWhatItsRightSaysAndJustThat() {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String right : rights()) tokens.put(right, tokenWith(right));
        List<String> wrong = new ArrayList<>();
        for (Operation operation : operations()) {
            prepare();
            tokens.forEach((right, token) -> {
                int status = status(operation, token);
                boolean allowed = status != 401 && status != 403;
                if (allowed != operation.allows().test(right))
                    wrong.add("%s with %s: %d".formatted(operation, right, status));
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noRightReachesAnotherAccount() {
        String token = strangersToken();
        for (Operation operation : operations())
            if (operation.path().startsWith(ACCOUNT))
                assertThat(status(operation, token)).as(operation.toString()).isEqualTo(403);
    }

    @Test
    void strangersBodyIsNotLookedAt() {
        List<Operation> withBody = operations().stream()
                .filter(operation ->
                        operation.path().startsWith(ACCOUNT) || operation.path().startsWith("/v1/platform"))
                .filter(operation ->
                        operation.body().startsWith("{") || operation.body().startsWith("["))
                .toList();
        for (Operation operation : withBody) {
            Operation broken = new Operation(operation.method(), operation.path(), operation.allows(), "{");
            assertThat(status(broken, "nobody")).as(operation.toString()).isEqualTo(401);
        }
    }

    /** Each in the whole account, on the function that is asked about, and on another. */
    private static List<String> rights() {
        List<String> rights = new ArrayList<>();
        for (Action action : Action.values()) {
            if (action == Action.ANYTHING) continue;
            rights.add(action.word());
            if (action.ofOneFunction()) rights.addAll(List.of(action.word() + "@hello", action.word() + "@other"));
        }
        return rights;
    }
}
