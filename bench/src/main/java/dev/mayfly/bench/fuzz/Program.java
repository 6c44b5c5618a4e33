package dev.mayfly.bench.fuzz;

import dev.mayfly.bench.fuzz.Grammar.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A program, how it is called, and how its client behaves; all of it follows from seed and index.
 *
 * @param reckless whether it asks for too much on purpose
 */
record Program(
        long seed, int index, Dialect dialect, boolean reckless, Sent sent, Manner manner, List<Statement> statements) {
    private static final int STATEMENTS_MAX = 9;
    private static final String VARIABLES =
            "let v0 = 1, v1 = \"two\", v2 = [3, \"x\"], v3 = {four: 4}, v4, v5 = 5n, v6 = () => v1,"
                    + " v7 = null, v8 = new Map([[1, 2]]), v9 = new Uint8Array(3);\n";
    private static final String ROOTS =
            "[Request, Response, Headers, URL, ReadableStream, TextEncoder, AbortController, crypto, console, fetch, env, ctx, request]";
    private static final String OPENING = Grammar.resource("opening.js");

    /** The body of the request. */
    enum Sent {
        none,
        small,
        large,
        streamed,
        broken,
        unfinished
    }

    /** What the client does. */
    enum Manner {
        patient,
        slow,
        leavesAtOnce,
        leavesAtHead
    }

    static Program of(Grammar grammar, long seed, int index) {
        SplittableRandom dice = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + index);
        Dialect dialect = dice.nextInt(3) == 0 ? Dialect.pure : Dialect.web;
        Sent sent = dice.nextInt(2) == 0 ? Sent.none : Sent.values()[dice.nextInt(Sent.values().length)];
        Manner manner = dice.nextInt(3) > 0 ? Manner.patient : Manner.values()[dice.nextInt(Manner.values().length)];
        List<Statement> statements = new ArrayList<>(grammar.statements(dice, dialect, 1, STATEMENTS_MAX));
        boolean reckless = dice.nextInt(100) < 45;
        if (reckless) statements.add(dice.nextInt(statements.size() + 1), grammar.reckless(dice, dialect));
        return new Program(
                seed,
                index,
                dialect,
                reckless,
                dialect == Dialect.pure ? Sent.none : sent,
                dialect == Dialect.pure ? Manner.patient : manner,
                List.copyOf(statements));
    }

    Program with(List<Statement> fewer) {
        return new Program(seed, index, dialect, reckless, sent, manner, fewer);
    }

    /** Whether it gives the same whenever it is answered. */
    boolean repeatable() {
        return dialect == Dialect.pure && !reckless;
    }

    String code() {
        return OPENING + VARIABLES + handler();
    }

    /** What is its own of the code. */
    String handler() {
        return """
                export default {
                  async fetch(request, env, ctx) {
                    leaveMarks(%s);
                    spoilState();
                %s    return new Response(out.join("\\n"));
                  },
                };
                """.formatted(dialect == Dialect.web ? ROOTS : "[]", Statement.text(statements, "    "));
    }
}
