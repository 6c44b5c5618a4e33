package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.nio.file.Path;
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
}
