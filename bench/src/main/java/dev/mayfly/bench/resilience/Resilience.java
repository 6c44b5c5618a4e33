package dev.mayfly.bench.resilience;

import java.nio.file.Path;
import java.util.List;

/** Runs the trials that are named, or all of them. */
public final class Resilience {
    private Resilience() {}

    /** {@code root [disposable|hostile|loop|waiting|memory|deploy|worker-kill|crash]…}. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        List<String> names = List.of(args).subList(1, args.length);
        List<Trial> trials = List.of(
                new Disposable(root),
                new HostileNeighbours(root),
                new Loop(root),
                new WaitingCrowd(root),
                new Memory(root),
                new Deploys(root),
                new KilledWorker(root),
                new KilledWhole(root));
        for (String name : names) {
            if (trials.stream().noneMatch(t -> t.name().equals(name))) {
                System.err.println("there is no trial " + name + "; there are "
                        + trials.stream().map(Trial::name).toList());
                System.exit(2);
            }
        }
        boolean all = true;
        for (Trial trial : trials) if (names.isEmpty() || names.contains(trial.name())) all &= trial.holds();
        System.exit(all ? 0 : 1);
    }
}
