package dev.mayfly.bench.density;

import dev.mayfly.bench.harness.Trial;
import java.nio.file.Path;
import java.util.List;

/** Runs the trials that are named, or all of them. */
public final class Density {
    private Density() {}

    /** {@code root [steady|sessions|held]…}. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        List<AgentTrial> trials = List.of(new Steady(root), new Sessions(root), new Held(root));
        System.exit(Trial.run(trials, List.of(args).subList(1, args.length)));
    }
}
