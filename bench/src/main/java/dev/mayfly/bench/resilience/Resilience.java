package dev.mayfly.bench.resilience;

import dev.mayfly.bench.harness.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the trials that are named, or all of them. */
public final class Resilience {
    private Resilience() {}

    /** {@code root [disposable|hostile|loop|capped|waiting|memory|deploy|deploy-storm|first-request|worker-kill|crash|kept]… [--engine E] [--attack A]}; the options narrow {@code hostile}. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        List<String> names = new ArrayList<>(List.of(args).subList(1, args.length));
        Optional<String> engine = option(names, "--engine");
        Optional<String> attack = option(names, "--attack");
        List<Ordeal> trials = List.of(
                new Disposable(root),
                new HostileNeighbours(root, engine, attack),
                new Loop(root),
                new Capped(root),
                new WaitingCrowd(root),
                new Memory(root),
                new Deploys(root),
                new DeployStorm(root),
                new FirstRequest(root),
                new KilledWorker(root),
                new KilledWhole(root),
                new Kept(root));
        System.exit(Trial.run(trials, names));
    }

    /** Takes an option and its value out of the arguments. */
    private static Optional<String> option(List<String> arguments, String name) {
        int at = arguments.indexOf(name);
        if (at < 0) return Optional.empty();
        arguments.remove(at);
        if (at == arguments.size()) throw new IllegalArgumentException(name + " needs a value");
        return Optional.of(arguments.remove(at));
    }
}
