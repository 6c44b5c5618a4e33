package dev.mayfly.bench.regions;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/** Steady requests of several clients, three of four idempotent, and what became of each. */
final class Traffic implements AutoCloseable {
    private static final int CLIENTS = 16;
    private static final long PAUSE_MS = 250;
    private static final String FROM = "130.236.1.1";

    /** @param end of the request, {@link System#nanoTime} */
    record Request(boolean idempotent, boolean good, String region, long start, long end) {
        long tookMs() {
            return TimeUnit.NANOSECONDS.toMillis(end - start);
        }
    }

    private final Queue<Request> done = new ConcurrentLinkedQueue<>();
    private final List<Router> entries;
    private final String function;
    private final List<Thread> clients;
    private volatile boolean over;

    /** @param entries a client that gets no answer at the first asks the next, where that may be done twice */
    Traffic(List<Router> entries, String function) {
        this.entries = entries;
        this.function = function;
        this.clients = IntStream.range(0, CLIENTS)
                .mapToObj(i -> Thread.ofPlatform().daemon().start(() -> go(i)))
                .toList();
    }

    private void go(int client) {
        try {
            Thread.sleep(PAUSE_MS * client / CLIENTS);
            for (int i = client; !over; i++) {
                switch (i % 4) {
                    case 0 -> ask("POST", "/");
                    case 1 -> ask("GET", "/slow");
                    case 2 -> ask("PUT", "/");
                    default -> ask("GET", "/");
                }
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(String method, String path) {
        boolean idempotent = !method.equals("POST");
        long start = System.nanoTime();
        Client.Answer answer = new Client.Answer(0, "");
        for (Router entry : idempotent ? entries : entries.subList(0, 1)) {
            try {
                answer = Client.ask(entry, FROM, method, function, path);
                if (answer.isGood()) break;
            } catch (IOException e) {
                answer = new Client.Answer(0, "");
            }
        }
        done.add(new Request(idempotent, answer.isGood(), answer.region(), start, System.nanoTime()));
    }

    long count(boolean idempotent) {
        return done.stream().filter(request -> request.idempotent == idempotent).count();
    }

    long failed(boolean idempotent) {
        return done.stream()
                .filter(request -> request.idempotent == idempotent && !request.good)
                .count();
    }

    /** Of requests that began at such a time, those that were answered in a region. */
    long answeredIn(String region, LongPredicate began) {
        return done.stream()
                .filter(r -> r.good && began.test(r.start) && r.region.equals(region))
                .count();
    }

    /** From then to the end of the last request that failed or took long, in milliseconds. */
    long troubledForMs(long since, long longMs) {
        return done.stream()
                .filter(request -> request.end > since && (!request.good || request.tookMs() > longMs))
                .mapToLong(request -> TimeUnit.NANOSECONDS.toMillis(request.end - since))
                .max()
                .orElse(0);
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        for (Thread client : clients) client.join();
    }
}
