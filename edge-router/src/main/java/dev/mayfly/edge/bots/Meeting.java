package dev.mayfly.edge.bots;

/** What came of a request at this phase. */
public sealed interface Meeting {
    /** It goes on to its function. */
    record Passed() implements Meeting {}

    /** It ends here. */
    record Answered(EdgeAnswer answer) implements Meeting {}
}
