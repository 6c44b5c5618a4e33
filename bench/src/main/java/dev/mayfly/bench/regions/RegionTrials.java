package dev.mayfly.bench.regions;

import dev.mayfly.bench.harness.Trial;
import java.nio.file.Path;
import java.util.List;

/** Runs the trials that are named, or all of them. */
public final class RegionTrials {
    private RegionTrials() {}

    /** {@code root [landing|killed|cut-off|entry]…} */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        List<String> names = List.of(args).subList(1, args.length);
        System.exit(Trial.run(
                List.of(
                        new Landing(root),
                        new Outage(root, Outage.Kind.killed),
                        new Outage(root, Outage.Kind.cutOff),
                        new TwoEntries(root)),
                names));
    }
}
