package dev.mayfly.bench.flags;

import dev.mayfly.bench.harness.Trial;
import java.nio.file.Path;
import java.util.List;

/** Runs the trials that are named, or all of them. */
public final class FlagTrials {
    private FlagTrials() {}

    /** {@code root [isolate|effect]…} */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        System.exit(Trial.run(
                List.of(new Asking(root), new Effect(root)), List.of(args).subList(1, args.length)));
    }
}
