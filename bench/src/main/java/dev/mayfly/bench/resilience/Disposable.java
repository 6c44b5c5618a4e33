package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Platform;
import dev.mayfly.bench.harness.Server;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A thousand requests each over two functions that look for traces of others, and then change all they can reach. */
final class Disposable extends Ordeal {
    private static final int EACH = 1000;

    Disposable(Path root) throws Exception {
        super(root);
    }

    @Override
    protected String name() {
        return "disposable";
    }

    @Override
    protected void run() throws Exception {
        String code;
        try (InputStream in = Disposable.class.getResourceAsStream("polluter.js")) {
            if (in == null) throw new IllegalStateException("polluter.js is missing");
            code = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        for (String engine : List.of("interpreter", "jit")) {
            try (Server server = start("--engine", engine);
                    ExecutorService threads = Executors.newFixedThreadPool(8)) {
                Platform platform = server.platform();
                for (String function : List.of("left", "right")) {
                    platform.deploy("demo", function, code, ",\"vars\":{\"NESTED\":{\"list\":[1]}}");
                    long end = System.nanoTime() + 10_000_000_000L;
                    while (platform.call("demo", function, "").statusCode() == 404 && System.nanoTime() < end)
                        Thread.sleep(20);
                }
                List<Callable<HttpResponse<String>>> calls = new ArrayList<>();
                for (int i = 0; i < 2 * EACH; i++) {
                    String function = i % 2 == 0 ? "left" : "right";
                    calls.add(() -> platform.call("demo", function, ""));
                }
                Map<String, Integer> seen = new TreeMap<>();
                int answered = 0;
                for (Future<HttpResponse<String>> call : threads.invokeAll(calls)) {
                    HttpResponse<String> answer = call.get();
                    if (answer.statusCode() == 200) answered++;
                    seen.merge(answer.body(), 1, Integer::sum);
                }
                say("%s: %d of %d answered; what they saw of each other: %s", engine, answered, 2 * EACH, seen);
                expect(answered == 2 * EACH, "%s: %d answered", engine, answered);
                expect(seen.keySet().equals(java.util.Set.of("40 places clean")), "%s: %s", engine, seen);
            }
        }
    }
}
