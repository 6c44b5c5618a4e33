package dev.mayfly.bindings.testing;

/** Who calls in a contract suite. */
public enum As {
    /** Holds a token of the suite's account. */
    OWNER,
    /** Holds a token of the suite's account that has the right {@code functions:read} and no other. */
    READER,
    /** Holds a token of another account. */
    STRANGER,
    /** Holds a token that reaches everything. */
    OPERATOR,
    /** One of Mayfly's services. */
    PLATFORM,
    /** Says nothing about who it is. */
    NOBODY
}
