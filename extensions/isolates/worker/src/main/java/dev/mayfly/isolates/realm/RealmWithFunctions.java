package dev.mayfly.isolates.realm;

import org.jspecify.annotations.Nullable;

/** What the engine's realm is given at build time: a place for the builtin functions that were asked for. */
public interface RealmWithFunctions {
    @Nullable
    RealmFunctions mayflyFunctions();

    void mayflyFunctions(RealmFunctions functions);
}
