package dev.mayfly.bench.density;

import dev.mayfly.bench.harness.Crowd;
import dev.mayfly.bench.harness.Footprint;
import dev.mayfly.bench.harness.Latencies;
import dev.mayfly.bench.harness.Server;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A thousand arrivals a second for a minute, each waiting two seconds for an upstream: two thousand wait at a time. */
final class Steady extends AgentTrial {
    private static final int PER_SECOND = 1_000;
    private static final int SECONDS = 60;
    private static final int WARM_PER_SECOND = 300;
    private static final int WARM_SECONDS = 30;
    private static final double P99_MAX_MS = 2_500;
    private static final double RESIDENT_MAX = 1.5e9;
    private static final String CODE = """
            export default {
              async fetch(request) {
                const answer = await fetch(`UPSTREAM/${request.url.endsWith("now") ? 0 : 2000}`);
                return new Response(await answer.text());
              },
            };""";

    Steady(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "steady";
    }

    @Override
    protected void run() throws Exception {
        try (SlowUpstream upstream = new SlowUpstream();
                Server server = start(Map.of())) {
            deploy(server, upstream, "wait", CODE, "");
            try (Crowd crowd = crowd(server, "wait")) {
                Arrivals warm = new Arrivals(WARM_PER_SECOND, WARM_SECONDS, server);
                crowd.run(warm);
                say("warmed with %d/s for %d s: %s", WARM_PER_SECOND, WARM_SECONDS, warm.outcome());
                Footprint before = Footprint.of(server);
                say("before: %s", before.line());
                Arrivals arrivals = new Arrivals(PER_SECOND, SECONDS, server);
                crowd.run(arrivals);
                judge(arrivals, before, Footprint.of(server));
            }
        }
    }

    private void judge(Arrivals arrivals, Footprint before, Footprint after) {
        int total = PER_SECOND * SECONDS;
        double p99 = arrivals.latencies.ms(0.99);
        say("%d/s for %d s: %s", PER_SECOND, SECONDS, arrivals.outcome());
        say("while they waited: %s", arrivals.largest.line());
        say("CPU of all processes: %.0f us for each request", (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / total);
        expect(arrivals.latencies.count() == total, "%d of %d succeeded", arrivals.latencies.count(), total);
        expect(p99 < P99_MAX_MS, "p99 was %.0f ms", p99);
        expect(
                arrivals.largest.resident() < RESIDENT_MAX,
                "all processes took %.0f MB",
                arrivals.largest.resident() / 1e6);
    }

    /** So many a second, whatever becomes of those before; a latency counts from when its request was due. */
    static final class Arrivals implements Crowd.Plan {
        private static final long LATE_MAX_NS = TimeUnit.SECONDS.toNanos(30);
        private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(2);

        final Latencies latencies;
        private final Map<String, Integer> others = new TreeMap<>();
        private final int perSecond;
        private final int total;
        private final Server server;
        private final long startNs = System.nanoTime();
        private long lookedNs = startNs;
        private int asked;
        private int ended;
        Footprint largest = new Footprint(0, 0, 0, 0, 0, 0);

        Arrivals(int perSecond, int seconds, Server server) {
            this.perSecond = perSecond;
            this.total = perSecond * seconds;
            this.latencies = new Latencies(total);
            this.server = server;
        }

        @Override
        public int due(long nowNs) {
            if (nowNs - lookedNs > LOOK_NS) {
                lookedNs = nowNs;
                Footprint now = Footprint.of(server);
                if (now.resident() > largest.resident()) largest = now;
            }
            int due = (int) Math.min(total, (nowNs - startNs) * perSecond / 1_000_000_000L) - asked;
            asked += due;
            return due;
        }

        @Override
        public boolean over() {
            long allDueNs = startNs + TimeUnit.SECONDS.toNanos(total / perSecond);
            return ended == total || System.nanoTime() - allDueNs > LATE_MAX_NS;
        }

        @Override
        public void answered(int status, long startedNs, long nowNs) {
            ended++;
            if (status == 200) latencies.add(nowNs - startedNs);
            else others.merge("status " + status, 1, Integer::sum);
        }

        @Override
        public void failed(String why) {
            ended++;
            others.merge(why, 1, Integer::sum);
        }

        String outcome() {
            return String.format(
                    java.util.Locale.ROOT,
                    "%d of %d succeeded%s, p50 %.0f ms, p99 %.0f ms, at most %.0f ms",
                    latencies.count(),
                    total,
                    others.isEmpty() ? "" : " (others: " + others + ")",
                    latencies.ms(0.5),
                    latencies.ms(0.99),
                    latencies.ms(1));
        }
    }
}
