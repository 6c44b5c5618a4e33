package dev.mayfly.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One question to a running Mayfly: does something with it, prints what came out, and says whether its gates are met. */
public abstract class Trial {
    protected final Path root;
    protected final Path scratch;
    private final List<String> broken = new ArrayList<>();

    protected Trial(Path root) throws IOException {
        this.root = root;
        this.scratch = Files.createTempDirectory("mayfly-trial");
    }

    /** Name on the command line; in capital letters on the screen. */
    protected abstract String name();

    protected abstract void run() throws Exception;

    private boolean holds() throws Exception {
        System.out.printf("%n%s (log: %s)%n", name().toUpperCase(Locale.ROOT), scratch.resolve("log"));
        run();
        for (String b : broken) System.out.println("  NOT MET: " + b);
        if (broken.isEmpty()) System.out.println("  held");
        return broken.isEmpty();
    }

    protected final void expect(boolean condition, String otherwise, Object... values) {
        if (!condition) broken.add(String.format(Locale.ROOT, otherwise, values));
    }

    protected static void say(String format, Object... values) {
        System.out.println("  " + String.format(Locale.ROOT, format, values));
    }

    /** Runs the trials that are named, or all of them: 0 when all held, 1 when one did not, 2 when there is none of such a name. */
    public static int run(List<? extends Trial> trials, List<String> names) throws Exception {
        List<String> known = trials.stream().map(Trial::name).toList();
        for (String name : names) {
            if (known.contains(name)) continue;
            System.err.println("there is no trial " + name + "; there are " + known);
            return 2;
        }
        boolean all = true;
        for (Trial trial : trials) if (names.isEmpty() || names.contains(trial.name())) all &= trial.holds();
        return all ? 0 : 1;
    }
}
