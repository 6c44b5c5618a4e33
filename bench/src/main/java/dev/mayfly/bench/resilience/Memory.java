package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Load;
import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** One that streams for a minute and allocates 2 GB in all but holds 5 MB lives; one that holds 300 MB does not. */
final class Memory extends Ordeal {
    private static final String STREAM = """
            const held = Array.from({ length: 5 }, () => new Uint8Array(1 << 20));
            export default {
              fetch() {
                let second = 0;
                return new Response(new ReadableStream({
                  async pull(controller) {
                    if (second++ === 60) return controller.close();
                    let sum = held.length;
                    for (let i = 0; i < 35; i++) sum += new Uint8Array(1 << 20).fill(i)[i];
                    controller.enqueue(new TextEncoder().encode(`${second} ${sum}\\n`));
                    await new Promise((resolve) => setTimeout(resolve, 950));
                  },
                }));
              },
            };""";
    private static final String HOLD = """
            export default {
              async fetch() {
                const held = [];
                for (let i = 0; i < 300; i++) {
                  held.push(new Uint8Array(1 << 20).fill(1));
                  if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
                }
                return new Response(`holds ${held.length} MB`);
              },
            };""";

    Memory(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "memory";
    }

    @Override
    protected void run() throws Exception {
        for (String engine : new String[] {"interpreter", "jit"}) {
            try (Server server = start("--engine", engine)) {
                Platform platform = server.platform();
                platform.deploy("demo", "stream", STREAM, ",\"limits\":{\"cpuMs\":60000}");
                platform.deploy("demo", "hold", HOLD, ",\"limits\":{\"cpuMs\":60000,\"heapBytes\":268435456}");
                CompletableFuture<HttpResponse<String>> streamed =
                        CompletableFuture.supplyAsync(() -> call(platform, "stream"));
                CompletableFuture<Load.Result> beside = CompletableFuture.supplyAsync(() -> hello(server));
                for (int i = 0; i < 5; i++) {
                    HttpResponse<String> held = call(platform, "hold");
                    say("%s: 300 MB under a limit of 256: %d %s", engine, held.statusCode(), held.body());
                    expect(held.body().contains("exhausted-heap"), "%s: holding 300 MB gave %s", engine, held.body());
                }
                long lines = streamed.join().body().lines().count();
                Load.Result hello = beside.join();
                say(
                        "%s: the stream brought %d of 60 lines; hello beside it: %d answered, %d failed",
                        engine, lines, hello.requests(), hello.failed());
                expect(lines == 60, "%s: the stream brought %d lines", engine, lines);
                expect(hello.failed() == 0, "%s: %d hello requests failed", engine, hello.failed());
            }
        }
    }

    private static HttpResponse<String> call(Platform platform, String function) {
        try {
            return platform.call("demo", function, "");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Load.Result hello(Server server) {
        try {
            return Load.run(
                    server.target("hello", "/", Path.of("-")), 2, Duration.ofSeconds(60), Duration.ofMillis(20));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
