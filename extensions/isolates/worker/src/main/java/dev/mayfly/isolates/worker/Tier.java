package dev.mayfly.isolates.worker;

/** How a worker runs guests. */
public enum Tier {
    /** Hot guest code is compiled; a worker that cannot do that refuses to start. */
    JIT,
    /** Guests are interpreted; such a worker starts fast. */
    INTERPRETER
}
