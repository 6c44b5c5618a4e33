package dev.mayfly.bench.regions;

import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A client that knows two entries loses nothing when the first is killed, of what it may ask twice. */
final class TwoEntries extends Trial {
    private static final long EACH_MS = 10_000;

    TwoEntries(Path root) throws IOException {
        super(root);
    }

    @Override
    protected String name() {
        return "entry";
    }

    @Override
    protected void run() throws Exception {
        try (World world = new World(root, scratch)) {
            Router fra = world.router("fra");
            Router hnd = world.router("hnd");
            for (int i = 0; i < 200; i++) Client.ask(i % 2 == 0 ? fra : hnd, "130.236.1.1", "GET", "far", "/");
            Traffic traffic = new Traffic(List.of(fra, hnd), "far");
            try (traffic) {
                Thread.sleep(EACH_MS);
                fra.kill();
                Thread.sleep(EACH_MS);
            }
            say("%d idempotent requests, %d failed", traffic.count(true), traffic.failed(true));
            expect(
                    traffic.count(true) > 0 && traffic.failed(true) == 0,
                    "%d idempotent requests failed",
                    traffic.failed(true));
        }
    }
}
