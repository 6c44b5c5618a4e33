package dev.mayfly.bench.density;

import dev.mayfly.bench.harness.Crowd;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** One question about waiting agents: starts Mayfly and an upstream, and lets agents come. */
abstract class AgentTrial extends Trial {
    /** Upstream addresses that agents use in turn: a pool of connections belongs to each. */
    static final int ADDRESSES = 16;

    AgentTrial(Path root) throws IOException {
        super(root);
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
}
