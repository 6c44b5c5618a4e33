package dev.mayfly.bench.hostile;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Hostile code with a name, and the ends that it may come to: names of limits, {@code error} (the function failed), {@code answered},
 * {@code refused} (at its deployment), {@code broken} (its answer broke off).
 *
 * @param chain how many further modules there are, {@code c1.js} and so on, of which each imports the next
 */
public record Attack(String name, Set<String> ends, Shape shape, Client client, int chain, String script) {
    private static final String HANDLER = """
            export default { async fetch(request, env, ctx) {
            %s
            return new Response("ended");
            } };
            """;

    private static final Set<String> BURNT = Set.of("cpu", "wall", "heap", "allocatedBytes");

    /** What an answer says that got hold of something: it must never come. */
    public static final String LEAK = "leak";

    /** What the script is. */
    public enum Shape {
        /** The body of the handler. */
        handler,
        /** The whole main module. */
        module
    }

    /** How its client behaves. */
    public enum Client {
        ordinary,
        /** Takes no byte of the answer. */
        neverReads,
        /** Promises a body and sends none. */
        neverSends,
        /** Goes away before the answer. */
        leaves
    }

    /**
     * Whether this end of it is one that it may come to. What burns CPU or memory may end by any limit of those: it burns both, and gets
     * little of either on a busy machine. A module that does not start is refused or fails, depending on who starts it.
     */
    public boolean mayEndAs(String end) {
        boolean burns = ends.contains("cpu") || ends.contains("heap");
        return ends.contains(end)
                || (burns && BURNT.contains(end))
                || (shape == Shape.module && end.equals("refused") && ends.contains("error"));
    }

    /** Its modules by name; the main one is {@code index.js}. */
    public SortedMap<String, String> modules() {
        SortedMap<String, String> modules = new TreeMap<>();
        modules.put("index.js", shape == Shape.module ? script : HANDLER.formatted(script));
        for (int i = 1; i <= chain; i++)
            modules.put("c" + i + ".js", "import \"./c%d.js\"; export const n = %d;".formatted(i % chain + 1, i));
        return modules;
    }
}
