package dev.mayfly.bindings.functions;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Compatibility flags of the Workers runtime that are taken: those that ask for Node.js, and those that ask for what is so anyway. */
public final class CompatibilityFlags {
    private static final Set<String> NODE =
            Set.of("nodejs_als", "nodejs_compat", "nodejs_compat_populate_process_env", "nodejs_compat_v2");

    public static final SortedSet<String> TAKEN = Collections.unmodifiableSortedSet(new TreeSet<>(List.of(
            "allow_importable_env",
            "global_fetch_strictly_public",
            "no_nodejs_compat",
            "no_nodejs_compat_v2",
            "nodejs_als",
            "nodejs_compat",
            "nodejs_compat_populate_process_env",
            "nodejs_compat_v2",
            "streams_enable_constructors",
            "transformstream_enable_standard_constructor",
            "url_standard")));

    private CompatibilityFlags() {}

    /** What these flags change. */
    public static Set<Bundle.Flag> effective(Collection<String> flags) {
        boolean node = flags.stream().anyMatch(NODE::contains);
        return node ? EnumSet.of(Bundle.Flag.nodejs_compat) : EnumSet.noneOf(Bundle.Flag.class);
    }
}
