package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.ProcessTree;
import dev.mayfly.bench.harness.Server;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** kill -9 of everything, PostgreSQL included, during 50 deploys: what was acknowledged is there afterwards, and serves. */
final class KilledWhole extends Ordeal {
    private static final int DEPLOYS = 50;

    KilledWhole(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "crash";
    }

    @Override
    protected void run() throws Exception {
        Path data = Files.createTempDirectory(scratch, "data");
        int port = Server.freePort();
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        Server first = start(data, port);
        Platform platform = first.platform();
        ExecutorService threads = Executors.newFixedThreadPool(5);
        for (int i = 0; i < DEPLOYS; i++) {
            int number = i;
            threads.submit(() -> {
                String name = "crash-" + number;
                acknowledged.put(
                        name,
                        platform.deploy(
                                "demo",
                                name,
                                "export default { fetch() { return new Response('%s'); } };".formatted(name),
                                ""));
                return name;
            });
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (acknowledged.size() < DEPLOYS / 2 && System.nanoTime() < end) TimeUnit.MILLISECONDS.sleep(1);
        List<String> pids = new ProcessTree(first.process())
                .members()
                .map(p -> "" + p.pid())
                .toList();
        new ProcessBuilder(java.util.stream.Stream.concat(java.util.stream.Stream.of("kill", "-9"), pids.stream())
                        .toList())
                .inheritIO()
                .start()
                .waitFor();
        threads.shutdownNow();
        first.close();
        int count = acknowledged.size();
        long start = System.nanoTime();
        try (Server second = start(data, port)) {
            say(
                    "%d processes killed after %d acknowledgements; up again in %d ms",
                    pids.size(), count, (System.nanoTime() - start) / 1_000_000);
            int serving = 0;
            for (String name : acknowledged.keySet()) {
                HttpResponse<String> answer = second.platform().call("demo", name, "");
                while (answer.statusCode() == 503 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(60)) {
                    TimeUnit.MILLISECONDS.sleep(50); // the router reads its functions still
                    answer = second.platform().call("demo", name, "");
                }
                if (answer.statusCode() == 200 && answer.body().equals(name)) serving++;
                else say("%s answers %d: %s", name, answer.statusCode(), answer.body());
            }
            say("%d of %d acknowledged deployments serve", serving, count);
            expect(count >= DEPLOYS / 2 && count < DEPLOYS, "the kill was not in the middle: %d acknowledged", count);
            expect(serving == count, "%d of %d serve", serving, count);
        }
    }
}
