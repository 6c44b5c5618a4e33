package dev.mayfly.isolates.process;

/** How a worker runs guests. The names are those of its argument files and of its option {@code --tier}. */
public enum Tier {
    /** Starts fast from a trained cache and interprets. */
    interpreter,
    /** Compiles hot guest code; slow to warm. */
    jit
}
