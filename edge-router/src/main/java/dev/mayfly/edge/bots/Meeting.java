package dev.mayfly.edge.bots;

import dev.mayfly.edge.bots.markdown.Rendering;

/** What came of a request at this phase. */
public sealed interface Meeting {
    /** It goes on to its function. */
    record Passed(Rendering rendering) implements Meeting {}

    /** It ends here. */
    record Answered(EdgeAnswer answer) implements Meeting {}
}
