package dev.mayfly.isolates.worker.web;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;

/**
 * CPU of one invocation in a fresh context, with and without the prelude, in blocks of shuffled order. No test: run its main with
 * the number of rounds.
 */
final class PreludeBench {
    private static final int BLOCK = 50;
    private static final String JSON_TEXT =
            "[" + "{\"id\":1,\"name\":\"someone\",\"tags\":[\"a\",\"b\"]},".repeat(220) + "{}]";

    private PreludeBench() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        Source bare = World.module("export default { fetch() { return 'hello'; } }");
        Map<String, Source> handlers = new LinkedHashMap<>();
        handlers.put("hello", World.module("export default { fetch() { return new Response('hello'); } }"));
        handlers.put("hello async", World.module("export default { async fetch() { return new Response('hello'); } }"));
        handlers.put(
                "headers",
                World.module(
                        "export default { fetch(r) { return new Response('x', { headers: { 'x-a': r.headers.get('host') } }); } }"));
        handlers.put(
                "url",
                World.module("export default { fetch(r) { return Response.json({ p: new URL(r.url).pathname }); } }"));
        handlers.put(
                "json 10 KB",
                World.module(
                        "export default { async fetch(r) { const l = await r.json(); return Response.json(l.map((x) => ({ ...x, n: 1 }))); } }"));
        handlers.put(
                "stream",
                World.module(
                        "export default { fetch() { return new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array(9)); c.close(); } })); } }"));
        List<String> names = new ArrayList<>(handlers.keySet());
        names.add("bare");
        Map<String, List<Long>> times = new LinkedHashMap<>();
        Random random = new Random(1);
        for (int round = 0; round < rounds; round++) {
            Collections.shuffle(names, random);
            for (String name : names) {
                long from = cpu();
                for (int i = 0; i < BLOCK; i++) {
                    if (name.equals("bare")) runBare(bare);
                    else runHandler(handlers.get(name), name);
                }
                long used = (cpu() - from) / BLOCK;
                if (round >= rounds / 2)
                    times.computeIfAbsent(name, n -> new ArrayList<>()).add(used);
            }
        }
        times.forEach((name, list) -> {
            Collections.sort(list);
            System.out.printf(
                    "%-12s median %.1f us, min %.1f us%n",
                    name, list.get(list.size() / 2) / 1e3, list.getFirst() / 1e3);
        });
    }

    private static void runBare(Source module) {
        try (Context context = World.newContext()) {
            context.eval(module).getMember("default").getMember("fetch").execute();
        }
    }

    private static void runHandler(Source module, String name) {
        boolean json = name.startsWith("json");
        try (World world = new World()) {
            world.fetch(
                    world.context.eval(module),
                    json ? "POST" : "GET",
                    "http://hello.demo.localhost:8080/a/b?c=d",
                    "host\nhello.demo.localhost:8080\naccept\n*/*",
                    json ? 1 : 0,
                    JSON_TEXT);
            world.host.settle();
            if (world.host.finishes != 1)
                throw new IllegalStateException(name + ": " + world.host.failure + " " + world.host.failureMessage());
        }
    }

    private static long cpu() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadCpuTime();
    }
}
