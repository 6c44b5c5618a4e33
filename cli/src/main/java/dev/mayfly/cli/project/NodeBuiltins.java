package dev.mayfly.cli.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules that Node.js brings, by their names without {@code node:}: bundlers take such a name for a package. */
final class NodeBuiltins {
    private static final List<String> NAMES = List.of(
            "assert",
            "async_hooks",
            "buffer",
            "child_process",
            "cluster",
            "console",
            "constants",
            "crypto",
            "dgram",
            "diagnostics_channel",
            "dns",
            "domain",
            "events",
            "fs",
            "http",
            "http2",
            "https",
            "inspector",
            "module",
            "net",
            "os",
            "path",
            "perf_hooks",
            "process",
            "punycode",
            "querystring",
            "readline",
            "repl",
            "stream",
            "string_decoder",
            "timers",
            "tls",
            "trace_events",
            "tty",
            "url",
            "util",
            "v8",
            "vm",
            "wasi",
            "worker_threads",
            "zlib");

    private NodeBuiltins() {}

    /** Those that are no package of the project: a package that its author installed goes before Node's module of that name. */
    static Stream<String> notIn(Path folder) {
        return NAMES.stream().filter(name -> !isInstalled(folder, name));
    }

    private static boolean isInstalled(Path folder, String name) {
        for (Path place = folder; place != null; place = place.getParent())
            if (Files.isDirectory(place.resolve("node_modules").resolve(name))) return true;
        return false;
    }
}
