package dev.mayfly.isolates.realm;

import org.jspecify.annotations.Nullable;

/** What the engine's realm and context are given at build time: a place where the worker keeps what belongs to them. */
public interface Kept {
    @Nullable
    Object mayflyKept();

    void mayflyKept(Object kept);
}
