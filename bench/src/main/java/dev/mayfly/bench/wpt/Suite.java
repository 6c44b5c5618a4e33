package dev.mayfly.bench.wpt;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of the tests: its name on the command line, and the folders of a checkout that it is made of. */
record Suite(String name, List<String> folders) {
    static final List<Suite> ALL = List.of(
            new Suite("url", List.of("url")),
            new Suite("urlpattern", List.of("urlpattern")),
            new Suite("encoding", List.of("encoding")),
            new Suite("streams", List.of("streams")),
            new Suite("compression", List.of("compression")),
            new Suite("WebCryptoAPI", List.of("WebCryptoAPI")),
            new Suite("FileAPI", List.of("FileAPI")),
            new Suite("dom", List.of("dom/abort", "dom/events")),
            new Suite("structured-clone", List.of("html/webappapis/structured-clone")),
            new Suite("fetch", List.of("fetch/api")));

    /** How much of a whole suite must pass, in percent. */
    private static final Map<String, Integer> GATES = Map.ofEntries(
            Map.entry("url", 99),
            Map.entry("urlpattern", 97),
            Map.entry("encoding", 98),
            Map.entry("streams", 97),
            Map.entry("compression", 97),
            Map.entry("WebCryptoAPI", 92),
            Map.entry("FileAPI", 90),
            Map.entry("dom", 92),
            Map.entry("structured-clone", 95),
            Map.entry("fetch", 85));

    /** Whether so many that passed are enough of all. */
    boolean meetsGate(int passed, int total) {
        return 100L * passed >= (long) GATES.getOrDefault(name, 0) * total;
    }

    static Optional<Suite> named(String name) {
        return ALL.stream().filter(suite -> suite.name.equals(name)).findFirst();
    }
}
