package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Trial;
import java.nio.file.Path;
import java.util.List;

/** Runs the trials that are named, or all of them. */
public final class Resilience {
    private Resilience() {}

    /** {@code root [disposable|hostile|loop|waiting|memory|deploy|worker-kill|crash]…}. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        List<Ordeal> trials = List.of(
                new Disposable(root),
                new HostileNeighbours(root),
                new Loop(root),
                new WaitingCrowd(root),
                new Memory(root),
                new Deploys(root),
                new KilledWorker(root),
                new KilledWhole(root));
        System.exit(Trial.run(trials, List.of(args).subList(1, args.length)));
    }
}
