package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One thing that Mayfly must withstand: starts it, does that thing, prints what came out, and says whether it held. */
abstract class Trial {
    static final String HELLO = "export default { fetch() { return new Response('Hello!'); } };";

    private final List<String> broken = new ArrayList<>();
    private final Path root;
    private final Path scratch;

    Trial(Path root) throws Exception {
        this.root = root;
        this.scratch = Files.createTempDirectory("mayfly-trial");
    }

    /** Name, in capital letters on the screen. */
    abstract String name();

    abstract void run() throws Exception;

    final boolean holds() throws Exception {
        System.out.printf("%n%s (log: %s)%n", name().toUpperCase(Locale.ROOT), scratch.resolve("log"));
        run();
        for (String b : broken) System.out.println("  NOT MET: " + b);
        if (broken.isEmpty()) System.out.println("  held");
        return broken.isEmpty();
    }

    final Server start(String... options) throws Exception {
        return Server.mayfly("mayfly", root, scratch, List.of("hello"), List.of(options));
    }

    final Server start(Path data, int port) throws Exception {
        return Server.mayfly("mayfly", root, scratch, List.of(), List.of(), port, data);
    }

    final Path scratch() {
        return scratch;
    }

    final void expect(boolean condition, String otherwise, Object... values) {
        if (!condition) broken.add(otherwise.formatted(values));
    }

    static void say(String format, Object... values) {
        System.out.println("  " + String.format(Locale.ROOT, format, values));
    }
}
