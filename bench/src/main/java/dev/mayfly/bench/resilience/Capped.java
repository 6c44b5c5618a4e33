package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** An account that asks as fast as it can, and is given a cap that it has used up already, beside another account's hello at 30 % of what it can do. */
final class Capped extends Ordeal {
    private static final int LANES = 4;
    private static final int CONNECTIONS = 8;
    private static final Duration BESIDE = Duration.ofSeconds(5);
    private static final long HOLDS_WITHIN_MS = 1_000;

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong lastLetIn = new AtomicLong();

    Capped(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "capped";
    }

    @Override
    protected void run() throws Exception {
        try (Server server = start();
                ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            Platform platform = server.platform();
            platform.account("eager");
            platform.deploy("eager", "eager", HELLO, "");
            Load.Target hello = server.target("hello", "/", Path.of("-"));
            Load.run(hello, 4, Duration.ofSeconds(10), Duration.ZERO);
            double capacity = Load.run(hello, 4, BESIDE, Duration.ZERO).perSecond();
            Duration pause = Duration.ofNanos((long) (1e9 * CONNECTIONS / (0.3 * capacity)));
            say("hello alone:          %s", told(Load.run(hello, CONNECTIONS, BESIDE, pause)));
            for (int i = 0; i < LANES; i++) lanes.submit(() -> lane(platform));
            say("beside the eager:     %s", told(Load.run(hello, CONNECTIONS, BESIDE, pause)));

            platform.caps("eager", "{\"requestsPerDay\":1}");
            long set = System.nanoTime();
            Load.Result after = Load.run(hello, CONNECTIONS, BESIDE, pause);
            over.set(true);
            long heldMs = Math.max(0, lastLetIn.get() - set) / 1_000_000;
            say("after its cap was set: %s", told(after));
            say("the cap held %d ms after it was acknowledged; %d requests were refused by it", heldMs, refused.get());
            expect(refused.get() > 0, "the cap was not reached");
            expect(heldMs <= HOLDS_WITHIN_MS, "requests were let in for %d ms", heldMs);
            expect(failed.get() == 0, "%d requests of the eager were neither answered nor refused", failed.get());
            expect(after.failed() == 0, "%d hello requests failed", after.failed());
        }
    }

    private String told(Load.Result load) {
        return "%.0f/s, p50 %d us, p99 %d us, %d failed"
                .formatted(load.perSecond(), load.p50Us(), load.p99Us(), load.failed());
    }

    private void lane(Platform platform) {
        while (!over.get()) {
            try {
                long sent = System.nanoTime();
                switch (platform.call("eager", "eager", "/").statusCode()) {
                    case 200 -> lastLetIn.accumulateAndGet(sent, Math::max);
                    case 429 -> refused.incrementAndGet();
                    default -> failed.incrementAndGet();
                }
            } catch (IOException e) {
                failed.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
