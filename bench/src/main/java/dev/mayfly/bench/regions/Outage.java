package dev.mayfly.bench.regions;

import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Clients enter in fra, their function runs in iad, and iad goes away and comes back. */
final class Outage extends Trial {
    private static final long BEFORE_MS = 20_000;
    private static final long WITHOUT_MS = 15_000;
    private static final long BACK_MS = 15_000;
    private static final long LONG_MS = 700;
    private static final long RECOVERY_MS_MAX = 2_000;
    private static final double OTHERS_FAILED_MAX = 0.01;

    enum Kind {
        killed,
        cutOff
    }

    private final Kind kind;

    Outage(Path root, Kind kind) throws IOException {
        super(root);
        this.kind = kind;
    }

    @Override
    protected String name() {
        return kind == Kind.killed ? "killed" : "cut-off";
    }

    @Override
    protected void run() throws Exception {
        try (World world = new World(root, scratch)) {
            Router fra = world.router("fra");
            Router iad = world.router("iad");
            for (int i = 0; i < 200; i++) Client.ask(fra, "130.236.1.1", "GET", "far", "/");
            Traffic traffic = new Traffic(List.of(fra), "far");
            long gone;
            long back;
            try (traffic) {
                Thread.sleep(BEFORE_MS);
                gone = System.nanoTime();
                if (kind == Kind.killed) iad.kill();
                else say("%s", iad.cutOff());
                Thread.sleep(WITHOUT_MS);
                if (kind == Kind.killed) iad.start();
                else iad.joinAgain();
                fra.awaitKnown("iad", "well");
                back = System.nanoTime();
                Thread.sleep(BACK_MS);
            }
            report(traffic, gone, back);
        }
    }

    private void report(Traffic traffic, long gone, long back) {
        long others = traffic.count(false);
        long troubled = traffic.troubledForMs(gone, LONG_MS);
        say("%-12s %8s %8s", "requests", "all", "failed");
        say("%-12s %8d %8d", "idempotent", traffic.count(true), traffic.failed(true));
        say("%-12s %8d %8d", "others", others, traffic.failed(false));
        say(
                "answered in iad: %d before, %d while it was gone, %d when it was back",
                traffic.answeredIn("iad", start -> start < gone),
                traffic.answeredIn("iad", start -> start > gone && start < back),
                traffic.answeredIn("iad", start -> start > back));
        say("the last that failed or took more than %d ms ended %d ms after it went", LONG_MS, troubled);
        expect(traffic.failed(true) == 0, "%d idempotent requests failed", traffic.failed(true));
        expect(
                traffic.failed(false) < OTHERS_FAILED_MAX * others,
                "%d of %d other requests failed",
                traffic.failed(false),
                others);
        expect(troubled <= RECOVERY_MS_MAX, "it took %d ms until all went well again", troubled);
        expect(traffic.answeredIn("iad", start -> start < gone) > 0, "nothing was answered in iad before");
        expect(traffic.answeredIn("iad", start -> start > back) > 0, "nothing is answered in iad again");
    }
}
