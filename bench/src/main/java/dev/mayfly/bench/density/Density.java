package dev.mayfly.bench.density;

import java.nio.file.Path;
import java.util.List;

/** Runs the trials that are named, or all of them. */
public final class Density {
    private Density() {}

    /** {@code root [steady|sessions|held]…}. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        List<String> names = List.of(args).subList(1, args.length);
        List<Trial> trials = List.of(new Steady(root), new Sessions(root), new Held(root));
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
