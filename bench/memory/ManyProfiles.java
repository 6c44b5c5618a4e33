import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Many profiles on one node: how soon one answers whose index is not in memory, how soon a large one does whose index is, and how much memory all
 * of them take. Profiles are copies of three, by export and import, since embedding each of them again would take a day.
 */
final class ManyProfiles {
    private static final int MIDDLE = 600;
    private static final int LARGE = 6_000;
    private static final int MIDDLE_COPIES = 9;
    private static final int LARGE_COPIES = 5;
    private static final int CLIENTS = 2;
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(30);
    private static final int WARM_UP = 50;
    private static final double COLD_MIDDLE_MS_MAX = 300;
    private static final double COLD_LARGE_MS_MAX = 1_500;
    private static final double P50_MS_MAX = 40;
    private static final double P99_MS_MAX = 150;

    private final Rest rest;
    private final Metrics metrics;
    private final List<Locomo.Conversation> conversations;
    private final List<String> questions;

    ManyProfiles(Rest rest, Metrics metrics, List<Locomo.Conversation> conversations) {
        this.rest = rest;
        this.metrics = metrics;
        this.conversations = conversations;
        this.questions = conversations.stream()
                .flatMap(one -> one.questions().stream().map(Locomo.Question::text))
                .distinct()
                .toList();
    }

    /** @return whether it is as good as it has to be */
    boolean measure(int count, int turns) throws Exception {
        List<String> small = copies(turns, count);
        Times firstOfAll = new Times();
        long indexes = askAll(small, firstOfAll);
        System.out.printf(
                "%d profiles of %d turns, each asked once: %s; in memory %.0f indexes of %.0f MB, at most %.0f MB of %.0f MB heap; process %d MB%n",
                count, turns, firstOfAll, metrics.of("mayfly_memory_index_profiles"), metrics.of("mayfly_memory_index_bytes") / 1e6,
                indexes / 1e6, metrics.heapMax() / 1e6, metrics.residentBytes() / 1_000_000);
        boolean good = indexes <= metrics.heapMax() / 4;
        good &= cold(MIDDLE, MIDDLE_COPIES, COLD_MIDDLE_MS_MAX);
        good &= cold(LARGE, LARGE_COPIES, COLD_LARGE_MS_MAX);
        return good & warm();
    }

    private List<String> copies(int turns, int count) throws Exception {
        Locomo.Conversation talk = Locomo.Conversation.ofTurns(conversations, turns);
        long begun = System.nanoTime();
        rest.ingest(talk);
        System.out.printf("ingested %d turns in %.1f s%n", talk.turns(), (System.nanoTime() - begun) / 1e9);
        List<String> pages = rest.exported(talk.name());
        List<String> names = IntStream.range(0, count).mapToObj(copy -> talk.name() + "-" + copy).toList();
        begun = System.nanoTime();
        each(names, name -> rest.importPages(name, pages), () -> {});
        System.out.printf("imported %d copies in %.1f s%n", count, (System.nanoTime() - begun) / 1e9);
        return names;
    }

    /** @return the most that indexes took, in bytes */
    private long askAll(List<String> profiles, Times times) throws Exception {
        List<String> shuffled = new ArrayList<>(profiles);
        Collections.shuffle(shuffled, new Random(1));
        AtomicInteger next = new AtomicInteger();
        AtomicLong most = new AtomicLong();
        each(shuffled, profile -> {
            double ms = asked(profile, questions.get(next.getAndIncrement() % questions.size()));
            synchronized (times) {
                times.add((long) (ms * 1e6));
            }
        }, () -> most.accumulateAndGet((long) metrics.of("mayfly_memory_index_bytes"), Math::max));
        return most.get();
    }

    private interface Task {
        void of(String profile) throws Exception;
    }

    private interface Look {
        void now() throws Exception;
    }

    /** Several clients share the profiles; meanwhile somebody looks at what there is, and tells how far they are. */
    private static void each(List<String> profiles, Task task, Look look) throws Exception {
        var left = new ConcurrentLinkedQueue<>(profiles);
        List<Thread> clients = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (int client = 0; client < CLIENTS; client++)
            clients.add(Thread.ofPlatform().start(() -> {
                try {
                    for (String profile = left.poll(); profile != null; profile = left.poll()) task.of(profile);
                } catch (Exception e) {
                    left.clear();
                    failures.add(e);
                }
            }));
        long told = System.nanoTime();
        for (Thread client : clients)
            while (!client.join(LOOK_EVERY)) {
                look.now();
                if (System.nanoTime() - told < TOLD_EVERY.toNanos()) continue;
                told = System.nanoTime();
                System.out.printf("  %d of %d profiles%n", profiles.size() - left.size(), profiles.size());
            }
        if (!failures.isEmpty()) throw new IllegalStateException("a profile failed", failures.getFirst());
    }

    private double asked(String profile, String question) throws Exception {
        long begun = System.nanoTime();
        rest.recall(profile, question);
        return (System.nanoTime() - begun) / 1e6;
    }

    private boolean cold(int turns, int count, double msMax) throws Exception {
        Times times = new Times();
        for (String profile : copies(turns, count)) times.add((long) (asked(profile, questions.getFirst()) * 1e6));
        boolean good = times.percentile(100) <= msMax;
        System.out.printf("cold profile of %d turns: p50 %.0f ms, slowest of %d %.0f ms; at most %.0f%s%n",
                turns, times.percentile(50), count, times.percentile(100), msMax, good ? "" : ": TOO SLOW");
        return good;
    }

    private boolean warm() throws Exception {
        String large = Locomo.Conversation.ofTurns(conversations, LARGE).name();
        for (String question : questions.subList(0, Math.min(WARM_UP, questions.size()))) asked(large, question + "?");
        Times times = new Times();
        for (String question : questions) times.add((long) (asked(large, question) * 1e6));
        boolean good = times.percentile(50) < P50_MS_MAX && times.percentile(99) < P99_MS_MAX;
        System.out.printf("recall at %d turns, %d questions one after the other, each embedded: %s; below %.0f and %.0f ms%s%n",
                LARGE, questions.size(), times, P50_MS_MAX, P99_MS_MAX, good ? "" : ": TOO SLOW");
        return good;
    }
}
