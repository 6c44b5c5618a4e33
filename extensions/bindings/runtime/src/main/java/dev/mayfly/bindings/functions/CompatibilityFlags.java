package dev.mayfly.bindings.functions;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compatibility flags of the Workers runtime that are taken: those that ask for what is so anyway. */
public final class CompatibilityFlags {
    public static final SortedSet<String> TAKEN = Collections.unmodifiableSortedSet(new TreeSet<>(List.of(
            "allow_importable_env",
            "global_fetch_strictly_public",
            "no_nodejs_compat",
            "no_nodejs_compat_v2",
            "streams_enable_constructors",
            "transformstream_enable_standard_constructor",
            "url_standard")));

    private CompatibilityFlags() {}
}
