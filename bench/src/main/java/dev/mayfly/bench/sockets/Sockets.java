package dev.mayfly.bench.sockets;

import dev.mayfly.bench.harness.Trial;
import java.nio.file.Path;
import java.util.List;

/** Runs the trials that are named, or both. */
public final class Sockets {
    private Sockets() {}

    /** {@code root [echo|bodies]…}. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        List<Trial> trials = List.of(new Echo(root), new Bodies(root));
        System.exit(Trial.run(trials, List.of(args).subList(1, args.length)));
    }
}
