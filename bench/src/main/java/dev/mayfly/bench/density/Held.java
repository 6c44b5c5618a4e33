package dev.mayfly.bench.density;

import dev.mayfly.bench.harness.Crowd;
import dev.mayfly.bench.harness.Footprint;
import dev.mayfly.bench.harness.Server;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The most agents that wait at a time before all processes together take 4 GB, or before one is refused. */
final class Held extends AgentTrial {
    private static final double RESIDENT_MAX = 4e9;
    private static final int AGENTS_MAX = 60_000;
    private static final int PER_SECOND = 400;
    private static final int STEP = 2_000;
    private static final long TIME_MAX_NS = TimeUnit.SECONDS.toNanos(200);
    private static final int LEAST = 10_000;

    /** Raised so that memory alone is in the way; each is explained where it is documented. */
    private static final Map<String, String> SETTINGS = Map.of(
            "mayfly.isolates.workers-max", "16",
            "mayfly.isolates.in-flight-max", "4096",
            "mayfly.isolates.queue-deadline", "30s",
            "mayfly.edge.in-flight-max", "100000",
            "mayfly.edge.egress.in-flight-max", "100000",
            "mayfly.edge.egress.connections-per-target", "8192");

    private static final String CODE = """
            export default {
              async fetch(request) {
                if (request.url.endsWith("now")) return new Response("ok");
                const answer = await fetch(`UPSTREAM/1800000`);
                return new Response(await answer.text());
              },
            };""";

    Held(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "held";
    }

    @Override
    protected void run() throws Exception {
        try (SlowUpstream upstream = new SlowUpstream();
                Server server = start(SETTINGS)) {
            deploy(server, upstream, "hold", CODE, "\"wallMs\":3600000");
            say("settings: %s", SETTINGS);
            try (Crowd crowd = crowd(server, "hold")) {
                Ramp ramp = new Ramp(server);
                say("nobody waits: %s", ramp.first.line());
                crowd.run(ramp);
                Footprint last = Footprint.of(server);
                say("%d wait when %s: %s", ramp.waiting(), ramp.stopped, last.line());
                say(
                        "that is %.0f KB for each, of which %.0f KB grew with them",
                        last.resident() / 1e3 / ramp.waiting(),
                        (last.resident() - ramp.first.resident()) / 1e3 / ramp.waiting());
                expect(ramp.waiting() >= LEAST, "only %d waited", ramp.waiting());
            }
        }
    }

    private static final class Ramp implements Crowd.Plan {
        final Footprint first;
        private final Server server;
        private final long startNs = System.nanoTime();
        private int asked;
        private int ended;
        private int lookedAt;
        private String stopped = "";

        Ramp(Server server) {
            this.server = server;
            this.first = Footprint.of(server);
        }

        int waiting() {
            return asked - ended;
        }

        @Override
        public int due(long nowNs) {
            if (asked - lookedAt >= STEP) look();
            if (nowNs - startNs > TIME_MAX_NS) stop("the time was up");
            if (over()) return 0;
            int due = (int) Math.min(AGENTS_MAX, (nowNs - startNs) * PER_SECOND / 1_000_000_000L) - asked;
            asked += due;
            if (asked >= AGENTS_MAX) stop("no more were sent");
            return due;
        }

        private void look() {
            lookedAt = asked;
            Footprint now = Footprint.of(server);
            say("%6d wait: %s", waiting(), now.line());
            if (now.resident() > RESIDENT_MAX) stop("4 GB were taken");
        }

        private void stop(String why) {
            if (stopped.isEmpty()) stopped = why;
        }

        @Override
        public boolean over() {
            return !stopped.isEmpty();
        }

        @Override
        public void answered(int status, long startedNs, long nowNs) {
            ended++;
            stop("one was answered with %d after %d ms".formatted(status, (nowNs - startedNs) / 1_000_000));
        }

        @Override
        public void failed(String why) {
            ended++;
            stop("a connection failed: " + why);
        }
    }
}
