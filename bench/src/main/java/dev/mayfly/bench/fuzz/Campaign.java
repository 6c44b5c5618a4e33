package dev.mayfly.bench.fuzz;

import dev.mayfly.isolates.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs programs of one seed, several at a time, and looks after each whether all is as it should be. */
public final class Campaign {
    private static final int REMEMBERED_MAX = 500;
    private static final int SUSPECTS_MAX = 12;
    private static final int SHRINK_RUNS_MAX = 200;
    private static final int ATTEMPTS = 3;

    private final Neighbourhood neighbourhood;
    private final Grammar grammar = Grammar.load();
    private final long seed;

    private final Set<Program> underWay = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> endings = new TreeMap<>();
    private final Map<String, Finding> findings = new TreeMap<>();
    private final Deque<Execution> remembered = new ArrayDeque<>();
    private int compared;
    private long cpuNs;
    private long mostCpuNs;

    Campaign(Neighbourhood neighbourhood, long seed) {
        this.neighbourhood = neighbourhood;
        this.seed = seed;
    }

    /** @param progress is told how many are done */
    void run(int from, int count, int lanes, IntConsumer progress) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        AtomicInteger done = new AtomicInteger();
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int lane = 0; lane < lanes; lane++)
            all.add(() -> {
                for (int index = next.getAndIncrement(); index < from + count; index = next.getAndIncrement()) {
                    one(Program.of(grammar, seed, index));
                    progress.accept(done.incrementAndGet());
                }
                return true;
            });
        try (ExecutorService threads = Executors.newFixedThreadPool(lanes)) {
            for (Future<Boolean> lane : threads.invokeAll(all)) lane.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a lane failed", e);
        }
        synchronized (this) {
            while (!remembered.isEmpty()) forget();
        }
    }

    private void one(Program program) throws Exception {
        underWay.add(program);
        try {
            for (String problem : problems(program)) found(problem, program);
        } finally {
            underWay.remove(program);
        }
    }

    /** Runs a program, and says what was wrong. */
    private List<String> problems(Program program) throws Exception {
        int line = neighbourhood.journal().size();
        Execution execution = neighbourhood.run(program);
        note(execution);
        List<String> problems = new ArrayList<>(execution.broken());
        if (program.repeatable())
            difference(execution, neighbourhood.run(program)).ifPresent(problems::add);
        neighbourhood.complaint().ifPresent(problems::add);
        List<String> lines = neighbourhood.journal().from(line);
        lines.stream().filter(Journal::isError).forEach(problems::add);
        if (execution.outcome() instanceof Outcome.Lost && lines.stream().noneMatch(Journal::isCondemnation))
            problems.add("lost, though no worker was condemned");
        return problems;
    }

    private Optional<String> difference(Execution first, Execution second) {
        if (first.answer().isEmpty() || second.answer().isEmpty()) return Optional.empty();
        synchronized (this) {
            compared++;
        }
        return first.answer().equals(second.answer())
                ? Optional.empty()
                : Optional.of(
                        "two isolates gave different answers: %s and %s".formatted(first.answer(), second.answer()));
    }

    private synchronized void note(Execution execution) {
        endings.merge(execution.kind(), 1, Integer::sum);
        cpuNs += execution.cpuNs();
        mostCpuNs = Math.max(mostCpuNs, execution.cpuNs());
        remembered.add(execution);
        if (remembered.size() > REMEMBERED_MAX) forget();
    }

    /** What was said to an execution long after its end counts too. */
    private void forget() {
        Execution old = remembered.remove();
        for (String broken : old.broken()) found(broken, old.program());
    }

    private synchronized void found(String problem, Program by) {
        List<Program> suspects = new ArrayList<>(List.of(by));
        suspects.addAll(underWay);
        remembered.descendingIterator().forEachRemaining(e -> suspects.add(e.program()));
        Finding finding = new Finding(
                problem, suspects.stream().distinct().limit(SUSPECTS_MAX).toList());
        findings.putIfAbsent(finding.kind(), finding);
    }

    // ---- what came out ----

    synchronized Map<String, Integer> endings() {
        return Map.copyOf(endings);
    }

    /** One for each kind. */
    synchronized Collection<Finding> findings() {
        return List.copyOf(findings.values());
    }

    /** Programs whose answers in two isolates were compared. */
    synchronized int compared() {
        return compared;
    }

    synchronized double guestCpuSeconds() {
        return cpuNs / 1e9;
    }

    /** What the greediest program used. */
    synchronized long mostCpuMs() {
        return mostCpuNs / 1_000_000;
    }

    /** The suspect that does it alone, without all that it does not need for that. */
    Optional<Program> culprit(Finding finding) {
        for (Program suspect : finding.suspects())
            for (int attempt = 0; attempt < ATTEMPTS; attempt++)
                if (shows(suspect, finding.kind()))
                    return Optional.of(new Shrinker(p -> shows(p, finding.kind()), SHRINK_RUNS_MAX).shrink(suspect));
        return Optional.empty();
    }

    private boolean shows(Program program, String kind) {
        try {
            return problems(program).stream().map(Finding::kind).anyMatch(kind::equals);
        } catch (Exception e) {
            throw new IllegalStateException("program %d could not be run".formatted(program.index()), e);
        }
    }
}
