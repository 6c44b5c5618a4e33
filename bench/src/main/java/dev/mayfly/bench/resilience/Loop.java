package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function that calls itself twice, without end, until its account's cap, beside another account's hello at 30 % of what it can do. */
final class Loop extends Ordeal {
    private static final int CAP = 10_000;
    private static final int LANES = 4;
    private static final int CONNECTIONS = 8;
    private static final int REFUSALS_SEEN = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What a neighbour may take longer without noticing, in times of its quiet p99, or in microseconds at least. */
    private static final int SLOWER_MAX = 3;

    private static final long SLOW_US = 25_000;
    private static final String CAPPED = "limit-requests-per-day";
    private static final Pattern TOTAL = Pattern.compile("\"total\":\\{\"requests\":(\\d+)");

    private static final String ITSELF = """
            export default {
              async fetch(request) {
                const answers = await Promise.all([fetch("%1$s"), fetch("%1$s")]);
                const worst = answers.find((answer) => !answer.ok) ?? answers[0];
                return new Response(await worst.text(), { status: worst.status });
              },
            };""";

    Loop(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "loop";
    }

    @Override
    protected void run() throws Exception {
        try (Server server = start();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Platform platform = server.platform();
            platform.account("mallory");
            platform.caps("mallory", "{\"requestsPerDay\":%d}".formatted(CAP));
            platform.deploy(
                    "mallory",
                    "itself",
                    ITSELF.formatted("http://itself.mallory.localhost:%d/".formatted(server.port())),
                    "");
            Load.Target hello = server.target("hello", "/", Path.of("-"));
            Load.run(hello, 4, Duration.ofSeconds(10), Duration.ZERO);
            double capacity =
                    Load.run(hello, 4, Duration.ofSeconds(5), Duration.ZERO).perSecond();
            Duration pause = Duration.ofNanos((long) (1e9 * CONNECTIONS / (0.3 * capacity)));
            Load.Result quiet = Load.run(hello, CONNECTIONS, Duration.ofSeconds(5), pause);
            say("hello quiet at %.0f/s: p50 %d us, p99 %d us", quiet.perSecond(), quiet.p50Us(), quiet.p99Us());

            Loops loops = new Loops();
            Future<?> all = threads.submit(() -> loops.run(platform));
            Load.Result beside = Load.run(hello, CONNECTIONS, PATIENCE.multipliedBy(2), pause, all::isDone);
            all.get();
            judge(loops, used(platform), quiet, beside);
        }
    }

    private void judge(Loops loops, long used, Load.Result quiet, Load.Result beside) {
        say(
                "%d requests from outside led to %d invocations in %d ms, the last of them let in %d ms after the first refusal by the cap; hello: %d failed, p50 %d us, p99 %d us",
                loops.sent.get(),
                used,
                loops.lastMs(),
                loops.lateMs(),
                beside.failed(),
                beside.p50Us(),
                beside.p99Us());
        expect(loops.isCapped(), "the cap was not reached within %d s", PATIENCE.toSeconds());
        expect(loops.lateMs() <= 1000, "it went on for %d ms beyond its cap", loops.lateMs());
        expect(used == CAP, "%d invocations are counted, the cap is %d", used, CAP);
        expect(beside.failed() == 0, "%d hello requests failed", beside.failed());
        long noticed = Math.max(SLOWER_MAX * quiet.p99Us(), SLOW_US);
        expect(beside.p99Us() <= noticed, "hello's p99 was %d us, %d are allowed", beside.p99Us(), noticed);
    }

    /** Once routers have told it. */
    private static long used(Platform platform) throws IOException, InterruptedException {
        long used = 0;
        for (int i = 0; i < 20 && used < CAP; i++) {
            Thread.sleep(1000);
            Matcher total = TOTAL.matcher(platform.usage("mallory"));
            if (total.find()) used = Long.parseLong(total.group(1));
        }
        return used;
    }

    /** Clients that begin the loop again and again, until the cap has refused many. */
    private static final class Loops {
        private final long start = System.nanoTime();
        private final AtomicInteger sent = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicLong firstRefusal = new AtomicLong(Long.MAX_VALUE);
        private final AtomicLong lastLetIn = new AtomicLong();

        void run(Platform platform) {
            try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
                for (int i = 0; i < LANES; i++) lanes.submit(() -> lane(platform));
            }
        }

        private void lane(Platform platform) {
            while (refused.get() < REFUSALS_SEEN && System.nanoTime() - start < PATIENCE.toNanos()) {
                try {
                    long begun = System.nanoTime() - start;
                    sent.incrementAndGet();
                    String said = platform.call("mallory", "itself", "/").body();
                    // A refusal of the request itself is a problem; that of a call within is passed on by the function.
                    boolean capped = said.contains(CAPPED);
                    if (!capped) lastLetIn.accumulateAndGet(begun, Math::max);
                    else {
                        firstRefusal.accumulateAndGet(System.nanoTime() - start, Math::min);
                        refused.incrementAndGet();
                    }
                } catch (IOException e) {
                    say("itself: %s", e);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }

        boolean isCapped() {
            return refused.get() > 0;
        }

        long lastMs() {
            return lastLetIn.get() / 1_000_000;
        }

        /** 0 where nothing began after the first refusal. */
        long lateMs() {
            return isCapped() ? Math.max(0, lastLetIn.get() - firstRefusal.get()) / 1_000_000 : 0;
        }
    }
}
