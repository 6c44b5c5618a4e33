package dev.mayfly.bench.density;

import dev.mayfly.bench.harness.Crowd;
import dev.mayfly.bench.harness.Footprint;
import dev.mayfly.bench.harness.Latencies;
import dev.mayfly.bench.harness.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Agents that wait for a model, work a little, and wait again: how many a core carries, what one takes, and what it is delayed. */
final class Sessions extends AgentTrial {
    private static final int FEW = 200;
    private static final int MANY = 2_000;
    private static final int ROUNDS = 5;
    private static final int WAIT_MS = 3_000;
    private static final long COME_WITHIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long LATE_MAX_NS = TimeUnit.SECONDS.toNanos(60);
    private static final String CODE = """
            export default {
              async fetch(request) {
                const memory = [];
                for (let round = 0; round < %d; round++) {
                  const answer = await fetch(`UPSTREAM/${request.url.endsWith("now") ? 0 : %d}`);
                  memory.push({ round, answer: await answer.text(), words: "what the model said ".repeat(50).split(" ") });
                  JSON.parse(JSON.stringify(memory));
                }
                return new Response(String(memory.length));
              },
            };""".formatted(ROUNDS, WAIT_MS);

    Sessions(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "sessions";
    }

    @Override
    protected void run() throws Exception {
        try (SlowUpstream upstream = new SlowUpstream();
                Server server = start(Map.of())) {
            deploy(server, upstream, "agent", CODE, "");
            try (Crowd crowd = crowd(server, "agent")) {
                say("agents that wait %d times %d ms and work a little after each", ROUNDS, WAIT_MS);
                measure(server, crowd, FEW);
                measure(server, crowd, MANY); // the heap of a worker grows to what it needs
                Group few = measure(server, crowd, FEW);
                Group many = measure(server, crowd, MANY);
                double cores = many.cores();
                say("%d sessions at a time take %.2f cores: %.0f sessions for each core", MANY, cores, MANY / cores);
                say(
                        "memory that grew with them: %.0f KB for each session, of all processes",
                        Math.max(0, many.most.resident() - few.before.resident()) / 1e3 / MANY);
                say(
                        "added to each wait of %d ms: p50 %.1f ms, p99 %.1f ms",
                        WAIT_MS, many.added(0.5), many.added(0.99));
                say("with %d at a time: p50 %.1f ms, p99 %.1f ms", FEW, few.added(0.5), few.added(0.99));
                expect(many.latencies.count() == MANY, "%d of %d sessions ended well", many.latencies.count(), MANY);
            }
        }
    }

    private static Group measure(Server server, Crowd crowd, int size) throws IOException {
        Group group = new Group(server, size);
        crowd.run(group);
        Footprint after = Footprint.of(server);
        group.cpuSeconds = after.cpuSeconds() - group.before.cpuSeconds();
        group.seconds = (System.nanoTime() - group.startNs) / 1e9;
        say(
                "%d: %d ended well, %d did not; %.1f s of CPU in %.1f s; %s",
                size, group.latencies.count(), group.failed, group.cpuSeconds, group.seconds, group.most.line());
        return group;
    }

    /** So many sessions that come within a few seconds, to the end of the last. */
    private static final class Group implements Crowd.Plan {
        final Latencies latencies;
        final Footprint before;
        final long startNs;
        private final int size;
        private final Server server;
        private int asked;
        private int failed;
        private boolean looked;
        Footprint most;
        double cpuSeconds;
        double seconds;

        Group(Server server, int size) {
            this.server = server;
            this.size = size;
            this.latencies = new Latencies(size);
            this.before = Footprint.of(server);
            this.most = before;
            this.startNs = System.nanoTime();
        }

        /** Cores in use while all were there: each session's share of CPU over its own length. */
        double cores() {
            return cpuSeconds / (ROUNDS * WAIT_MS / 1e3);
        }

        double added(double quantile) {
            return (latencies.ms(quantile) - ROUNDS * WAIT_MS) / ROUNDS;
        }

        @Override
        public int due(long nowNs) {
            if (!looked && nowNs - startNs > COME_WITHIN_NS + TimeUnit.MILLISECONDS.toNanos(WAIT_MS)) {
                looked = true;
                most = Footprint.of(server);
            }
            int due = (int) Math.min(size, size * (nowNs - startNs) / COME_WITHIN_NS + 1) - asked;
            asked += due;
            return due;
        }

        @Override
        public boolean over() {
            return latencies.count() + failed == size
                    || System.nanoTime() - startNs
                            > COME_WITHIN_NS + TimeUnit.MILLISECONDS.toNanos(ROUNDS * WAIT_MS) + LATE_MAX_NS;
        }

        @Override
        public void answered(int status, long startedNs, long nowNs) {
            if (status == 200) latencies.add(nowNs - startedNs);
            else failed++;
        }

        @Override
        public void failed(String why) {
            failed++;
        }
    }
}
