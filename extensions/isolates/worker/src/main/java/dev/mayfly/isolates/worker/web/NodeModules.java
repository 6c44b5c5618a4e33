package dev.mayfly.isolates.worker.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The modules of Node.js that functions may import: each is a part of the prelude of its own, which is evaluated when it is first
 * imported. What a module exports stands in front of its text, since an import is checked before anything runs.
 */
public final class NodeModules {
    private static final String PREFIX = "node:";
    private static final String EXPORTS = "//=";

    /** Parts that are modules. */
    private static final Set<String> WRITTEN = Set.of(
            "assert",
            "assert/strict",
            "async_hooks",
            "buffer",
            "console",
            "constants",
            "crypto",
            "diagnostics_channel",
            "events",
            "fs",
            "fs/promises",
            "module",
            "os",
            "path",
            "path/posix",
            "perf_hooks",
            "process",
            "punycode",
            "querystring",
            "stream",
            "stream/consumers",
            "stream/promises",
            "stream/web",
            "string_decoder",
            "timers",
            "timers/promises",
            "tty",
            "url",
            "util",
            "util/types");
    /** Parts that several modules need. */
    private static final Set<String> SHARED = Set.of("node/equality", "node/errors");
    /** What Node.js has beside them and no function can have, in the part that says so. */
    private static final String ABSENT = "node/absent";

    private static final Map<String, List<String>> EXPORTED = exported();

    private NodeModules() {}

    /** The module of Node.js that an import means, with {@code node:} in front or without. */
    public static Optional<String> named(String specifier) {
        var name = specifier.startsWith(PREFIX) ? specifier.substring(PREFIX.length()) : specifier;
        // Packages write "string_decoder/" where they mean the package of that name and not Node's.
        if (name.endsWith("/")) name = name.substring(0, name.length() - 1);
        return EXPORTED.containsKey(name) ? Optional.of(name) : Optional.empty();
    }

    /** The part that a module is made by. */
    static Optional<String> partOf(String specifier) {
        return named(specifier).map(name -> WRITTEN.contains(name) ? part(name) : ABSENT);
    }

    /** The names that a module exports, its default left out. */
    public static List<String> exports(String module) {
        return EXPORTED.getOrDefault(module, List.of());
    }

    /** All modules. */
    public static Set<String> names() {
        return EXPORTED.keySet();
    }

    /** The parts of the prelude that the modules are made of. */
    static Stream<String> parts() {
        return Stream.of(WRITTEN.stream().map(NodeModules::part), SHARED.stream(), Stream.of(ABSENT))
                .flatMap(all -> all);
    }

    private static String part(String module) {
        return "node/" + module.replace('/', '-');
    }

    private static Map<String, List<String>> exported() {
        var all = new HashMap<String, List<String>>();
        for (var name : WRITTEN)
            all.put(name, lines(part(name)).flatMap(NodeModules::names).toList());
        // Here each line is a module and what it exports.
        lines(ABSENT).forEach(line -> {
            int colon = line.indexOf(':');
            all.put(line.substring(0, colon), names(line.substring(colon + 1)).toList());
        });
        return Map.copyOf(all);
    }

    private static Stream<String> lines(String part) {
        return Prelude.text(part)
                .lines()
                .filter(line -> line.startsWith(EXPORTS))
                .map(line -> line.substring(EXPORTS.length()).strip());
    }

    private static Stream<String> names(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(name -> !name.isEmpty());
    }
}
