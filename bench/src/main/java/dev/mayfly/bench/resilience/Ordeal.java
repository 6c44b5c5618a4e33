package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One thing that Mayfly must withstand. */
abstract class Ordeal extends Trial {
    static final String HELLO = "export default { fetch() { return new Response('Hello!'); } };";

    Ordeal(Path root) throws IOException {
        super(root);
    }

    final Server start(String... options) throws Exception {
        return Server.mayfly("mayfly", root, scratch, List.of("hello"), List.of(options));
    }

    final Server start(Path data, int port) throws Exception {
        return Server.mayfly("mayfly", root, scratch, List.of(), List.of(), port, data);
    }

    static String percentiles(long[] ns) {
        return "p50 %5.1f ms, p90 %5.1f ms, p99 %5.1f ms, max %5.1f ms"
                .formatted(ms(ns, 0.50), ms(ns, 0.90), ms(ns, 0.99), ms(ns, 1));
    }

    static double ms(long[] ns, double share) {
        long[] sorted = ns.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * share) - 1)] / 1e6;
    }
}
