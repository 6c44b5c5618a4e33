package dev.mayfly.memory.deriving;

/** What sort of thing is remembered. */
public enum Kind {
    /** What holds until something else does. */
    fact,
    /** What happened, or was said, at a time. */
    event,
    /** How the agent is to behave: always looked at. */
    instruction,
    /** What is to be done; it expires. */
    task
}
