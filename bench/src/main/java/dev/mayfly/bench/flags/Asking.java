package dev.mayfly.bench.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a function pays for asking a flag: the CPU time of invocations that ask 10,000 times and the time that passes, less those of invocations whose
 * loop awaits nothing of the platform's, from their records. Told apart: the same question again, which its isolate answers, and one that goes to the router.
 * The gate is CPU time: how much time passes depends on what else two cores do, among it compiling.
 */
final class Asking extends Trial {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TIMES = 10_000;
    private static final int CALLS = 900;
    private static final int WARM = 30;
    private static final int ROUNDS = 20;
    private static final int RECORD_TRIES = 500;
    private static final double US_MAX = 10;
    private static final String FLAG =
            "{\"definition\":{\"state\":\"ENABLED\",\"variants\":{\"on\":true,\"off\":false},\"defaultVariant\":\"on\",\"targeting\":{\"if\":[{\"ends_with\":[{\"var\":\"targetingKey\"},\"7\"]},\"off\"]}}}";
    private static final String CODE = """
            const same = async () => true;
            const ways = {
              empty: (env, i) => same(),
              value: (env, i) => env.FLAGS.getBooleanValue("asked", false),
              context: (env, i) => env.FLAGS.getBooleanValue("asked", false, { targetingKey: "ada" }),
              details: (env, i) => env.FLAGS.getBooleanDetails("asked", false),
              call: (env, i) => env.FLAGS.getBooleanValue("asked", false, { targetingKey: `user-${i}` }),
            };
            export default {
              async fetch(request, env) {
                const { searchParams } = new URL(request.url);
                const [ask, times] = [ways[searchParams.get("way")], Number(searchParams.get("times"))];
                let on = 0;
                for (let i = 0; i < times; i++) if (await ask(env, i)) on++;
                return new Response(`${on}`);
              },
            };""";

    Asking(Path root) throws IOException {
        super(root);
    }

    @Override
    protected String name() {
        return "isolate";
    }

    @Override
    protected void run() throws Exception {
        for (String engine : List.of("jit", "interpreter"))
            try (Server server = Server.mayfly(
                    "mayfly",
                    root,
                    scratch,
                    List.of(),
                    List.of("--engine", engine),
                    Map.of("mayfly.isolates.spare", "false"))) {
                Platform platform = server.platform();
                platform.flag("demo", "asking", "asked", FLAG);
                platform.deploy(
                        "demo",
                        "asking",
                        CODE,
                        ",\"bindings\":[{\"type\":\"flags\",\"name\":\"FLAGS\"}],\"limits\":{\"cpuMs\":30000,\"subrequests\":1000}");
                say("%-12s %-10s %8s %14s %14s", engine, "way", "times", "CPU us a time", "wall us a time");
                Cost empty = told(platform, engine, "empty", TIMES, Cost.NOTHING);
                for (String way : List.of("value", "context", "details")) {
                    Cost cost = told(platform, engine, way, TIMES, empty);
                    expect(cost.cpuUs < US_MAX, "%s, %s: %.2f us of CPU a time", engine, way, cost.cpuUs);
                }
                told(platform, engine, "call", CALLS, empty);
            }
    }

    /** Of one time, in microseconds. */
    private record Cost(double cpuUs, double wallUs) {
        private static final Cost NOTHING = new Cost(0, 0);
    }

    /** The medians, less what an empty loop takes. */
    private Cost told(Platform platform, String engine, String way, int times, Cost empty) throws Exception {
        String path = "?way=%s&times=%d".formatted(way, times);
        for (int i = 0; i < WARM; i++) asked(platform, path, way, times);
        List<Double> cpu = new ArrayList<>();
        List<Double> wall = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            JsonNode record = asked(platform, path, way, times);
            cpu.add(record.at("/usage/cpuNs").asDouble() / 1_000 / times);
            for (JsonNode span : record.path("spans"))
                if (span.path("name").asText().equals("isolate")) wall.add(ns(span) / 1_000 / times);
        }
        Cost cost = new Cost(median(cpu) - empty.cpuUs, median(wall) - empty.wallUs);
        say("%-12s %-10s %8d %14.2f %14.2f", engine, way, times, cost.cpuUs, cost.wallUs);
        return cost;
    }

    private static double ns(JsonNode span) {
        return span.path("endNs").asDouble() - span.path("startNs").asDouble();
    }

    private JsonNode asked(Platform platform, String path, String way, int times) throws Exception {
        HttpResponse<String> answer = platform.call("demo", "asking", path);
        int on = answer.statusCode() == 200 ? Integer.parseInt(answer.body()) : -1;
        boolean right = way.equals("call") ? on > times * 8 / 10 && on < times : on == times;
        if (!right)
            throw new IllegalStateException("%s answered %d %s".formatted(path, answer.statusCode(), answer.body()));
        return record(platform, answer.headers().firstValue("mayfly-invocation").orElseThrow());
    }

    /** It is written behind the answer. */
    private static JsonNode record(Platform platform, String id) throws Exception {
        for (int i = 0; i < RECORD_TRIES; i++) {
            for (JsonNode one : JSON.readTree(platform.invocations("demo", "?limit=5")))
                if (one.path("id").asText().equals(id)) return one;
            Thread.sleep(10);
        }
        throw new IllegalStateException("there is no record of " + id);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
