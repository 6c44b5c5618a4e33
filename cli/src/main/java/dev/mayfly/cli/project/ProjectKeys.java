package dev.mayfly.cli.project;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Keys of the project file; {@code docs/project-file.md} has all that there are. */
final class ProjectKeys {
    static final Set<String> MEANT = Set.of(
            "compatibility_flags",
            "env",
            "limits",
            "main",
            "mayfly",
            "name",
            "placement",
            "ratelimits",
            "route",
            "routes",
            "unsafe",
            "vars",
            "workers_dev");

    /** Taken, and nothing changes by them. */
    static final Set<String> WITHOUT_EFFECT =
            Set.of("$schema", "compatibility_date", "dev", "observability", "send_metrics", "upload_source_maps");

    /** What wrangler does on this machine, before it deploys to Mayfly. */
    static final Set<String> WRANGLERS = Set.of(
            "account_id",
            "alias",
            "base_dir",
            "build",
            "define",
            "find_additional_modules",
            "jsx_factory",
            "jsx_fragment",
            "keep_names",
            "keep_vars",
            "minify",
            "no_bundle",
            "preserve_file_names",
            "rules",
            "secrets",
            "tsconfig");

    static final Set<String> TAKEN = union(MEANT, WITHOUT_EFFECT);

    private ProjectKeys() {}

    /** What else there is to say of keys that are refused. */
    static String remark(Collection<String> refused) {
        Set<String> wranglers = new TreeSet<>(refused);
        wranglers.retainAll(WRANGLERS);
        return wranglers.isEmpty()
                ? ""
                : "; %s: `wrangler deploy` acts upon that, and deploys to Mayfly too (docs/project-file.md)"
                        .formatted(String.join(", ", wranglers));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new TreeSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
