package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Functions that no worker has seen: how long the very first request of each takes once it is live. Small ones, and ones with a hundred
 * kilobytes of code of which the request needs little, as bundles are. The connection is there already; the worker is warm and idle.
 */
final class FirstRequest extends Ordeal {
    private static final int FUNCTIONS = 100;
    private static final Duration WARM = Duration.ofSeconds(10);
    private static final double SMALL_P50_MS = 10;

    FirstRequest(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "first-request";
    }

    @Override
    protected void run() throws Exception {
        try (Server server = start()) {
            Load.run(server.target("hello", "/", Path.of("-")), 4, WARM, Duration.ZERO);
            Platform platform = server.platform();
            long[] small = firsts(platform, "small", "");
            long[] large = firsts(platform, "large", unusedCode());
            say("first request, 100 bytes of code     %s", percentiles(small));
            say("first request, 100 kilobytes of code %s", percentiles(large));
            double p50 = ms(small, 0.50);
            expect(p50 <= SMALL_P50_MS, "the p50 of first requests is %.1f ms, %.0f are allowed", p50, SMALL_P50_MS);
        }
    }

    private long[] firsts(Platform platform, String kind, String rest) throws Exception {
        long[] firstNs = new long[FUNCTIONS];
        for (int i = 0; i < FUNCTIONS; i++) {
            String text = kind + " " + i, function = kind + "-" + i;
            platform.deploy(
                    "demo",
                    function,
                    "export default { fetch() { return new Response('%s'); } };\n%s".formatted(text, rest),
                    "");
            platform.call("demo", "hello", "");
            long asked = System.nanoTime();
            HttpResponse<String> answer = platform.call("demo", function, "");
            firstNs[i] = System.nanoTime() - asked;
            expect(answer.body().equals(text), "%s answered %d: %s", function, answer.statusCode(), answer.body());
        }
        return firstNs;
    }

    /** Functions that nothing calls. */
    private static String unusedCode() {
        return IntStream.range(0, 800)
                .mapToObj(i ->
                        "export function unused%1$d(a, b) { const sum = a * %1$d + b; return { sum, text: `${a} and ${b}` }; }"
                                .formatted(i))
                .collect(Collectors.joining("\n"));
    }
}
