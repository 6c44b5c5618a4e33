package dev.mayfly.bindings.identity;

import java.util.Arrays;
import java.util.Optional;

/** What a token may be allowed to do. Each operation of a contract needs exactly one of them. */
public enum Action {
    /** All actions, those that come later too. */
    ANYTHING("*", Reach.FUNCTION),
    ACCOUNT_READ("account:read", Reach.ACCOUNT),
    FUNCTIONS_READ("functions:read", Reach.FUNCTION),
    /** Deleting, and what is neither code, secret nor route. */
    FUNCTIONS_WRITE("functions:write", Reach.FUNCTION),
    /** Making versions, and choosing the one that answers. */
    FUNCTIONS_DEPLOY("functions:deploy", Reach.FUNCTION),
    SECRETS_WRITE("secrets:write", Reach.FUNCTION),
    ROUTES_WRITE("routes:write", Reach.FUNCTION),
    INVOCATIONS_READ("invocations:read", Reach.FUNCTION),
    /** Searching, and reading documents whoever may see them. */
    SEARCH_READ("search:read", Reach.ACCOUNT),
    /** Indexes and their documents. */
    SEARCH_WRITE("search:write", Reach.ACCOUNT),
    /** Recalling, and reading what is remembered of whomever. */
    MEMORY_READ("memory:read", Reach.ACCOUNT),
    /** Remembering, correcting and forgetting. */
    MEMORY_WRITE("memory:write", Reach.ACCOUNT),
    USAGE_READ("usage:read", Reach.FUNCTION),
    /** Reading flags, and asking what they are for somebody. */
    FLAGS_READ("flags:read", Reach.ACCOUNT),
    /** Changing the shares of flags, as far as {@link RampBound} says. */
    FLAGS_RAMP("flags:ramp", Reach.ACCOUNT),
    /** Changing flags in any way, their shares too. */
    FLAGS_WRITE("flags:write", Reach.ACCOUNT),
    TOKENS_READ("tokens:read", Reach.ACCOUNT),
    TOKENS_WRITE("tokens:write", Reach.ACCOUNT);

    private enum Reach {
        /** Only of an account as a whole. */
        ACCOUNT,
        /** Of all functions of an account, or of a single one. */
        FUNCTION
    }

    private final String word;
    private final Reach reach;

    Action(String word, Reach reach) {
        this.word = word;
        this.reach = reach;
    }

    public static Optional<Action> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word.equals(word))
                .findFirst();
    }

    /** As rights spell it. */
    public String word() {
        return word;
    }

    /** Whether it can be allowed for a single function. */
    public boolean ofOneFunction() {
        return reach == Reach.FUNCTION;
    }
}
