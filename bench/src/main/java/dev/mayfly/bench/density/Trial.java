package dev.mayfly.bench.density;

import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One question about waiting agents: starts Mayfly and an upstream, lets agents come, and says whether the gates are met. */
abstract class Trial {
    /** Upstream addresses that agents use in turn: a pool of connections belongs to each. */
    static final int ADDRESSES = 16;

    private final List<String> broken = new ArrayList<>();
    private final Path root;
    private final Path scratch;

    Trial(Path root) throws IOException {
        this.root = root;
        this.scratch = Files.createTempDirectory("mayfly-density");
    }

    abstract String name();

    abstract void run() throws Exception;

    final boolean holds() throws Exception {
        System.out.printf("%n%s (log: %s)%n", name().toUpperCase(Locale.ROOT), scratch.resolve("log"));
        run();
        for (String b : broken) System.out.println("  NOT MET: " + b);
        if (broken.isEmpty()) System.out.println("  held");
        return broken.isEmpty();
    }

    /** Mayfly as {@code mayfly dev} runs it, with this much changed. */
    final Server start(Map<String, String> properties) throws Exception {
        return Server.mayfly("mayfly", root, scratch, List.of(), List.of(), properties);
    }

    /** Deploys a function that may fetch from this machine, and waits until it is live; {@code UPSTREAM} in its code is replaced. */
    final void deploy(Server server, SlowUpstream upstream, String function, String code, String limits)
            throws Exception {
        String address =
                "http://127.0.1.${1 + Math.floor(Math.random() * %d)}:%d".formatted(ADDRESSES, upstream.port());
        Platform platform = server.platform();
        platform.deploy(
                "demo",
                function,
                code.replace("UPSTREAM", address),
                ",\"egress\":{\"mode\":\"open\",\"allow\":[\"127.0.0.0/8\"]},\"limits\":{%s}".formatted(limits));
        for (int i = 0; i < 200; i++) {
            if (platform.call("demo", function, "/?now").statusCode() == 200) return;
            LockSupport.parkNanos(50_000_000);
        }
        throw new IOException("%s does not answer".formatted(function));
    }

    final Crowd crowd(Server server, String function) throws IOException {
        return new Crowd(server.port(), function + ".demo.localhost", "/");
    }

    final void expect(boolean condition, String otherwise, Object... values) {
        if (!condition) broken.add(String.format(Locale.ROOT, otherwise, values));
    }

    static void say(String format, Object... values) {
        System.out.println("  " + String.format(Locale.ROOT, format, values));
    }
}
