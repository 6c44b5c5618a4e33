package dev.mayfly.bench.hostile;

import dev.mayfly.bench.harness.Server;
import dev.mayfly.bench.harness.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Every attack against the whole platform, as users run it, beside another account's hello. */
public final class HostileBench {
    private static final Set<String> OPTIONS = Set.of("engine", "only", "times", "part");
    private static final String USAGE =
            "[--engine interpreter|jit|auto] [--only PART-OF-NAME,…] [--times N] [--part K/N]";

    private HostileBench() {}

    /** {@code root} and what {@link #USAGE} says. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        Map<String, String> options = Settings.of(List.of(args).subList(1, args.length), OPTIONS, USAGE);
        String engine = options.getOrDefault("engine", "interpreter");
        int times = Integer.parseInt(options.getOrDefault("times", "2"));
        List<Attack> attacks = chosen(Attacks.of(root), options);
        Path scratch = Files.createTempDirectory("mayfly-hostile");
        System.out.printf(
                "%d attacks, %d times each, engine %s (log: %s)%n",
                attacks.size(), times, engine, scratch.resolve("log"));
        int management = Server.freePort();
        Verdict verdict;
        try (Server server = Server.mayfly(
                "mayfly",
                root,
                scratch,
                List.of("hello"),
                List.of("--engine", engine, "--management-port", "" + management))) {
            verdict = new Siege(server, new Vitals(management), engine.equals("jit") ? 40 : 12).run(attacks, times);
        }
        System.exit(verdict.print() ? 0 : 1);
    }

    private static List<Attack> chosen(List<Attack> all, Map<String, String> options) {
        String[] only =
                options.getOrDefault("only", "").toLowerCase(Locale.ROOT).split(",");
        String[] part = options.getOrDefault("part", "1/1").split("/");
        int each = Integer.parseInt(part[1]);
        List<Attack> chosen = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Attack attack = all.get(i);
            boolean mine = i % each == Integer.parseInt(part[0]) - 1;
            if (mine && Arrays.stream(only).anyMatch(attack.name()::contains)) chosen.add(attack);
        }
        if (chosen.isEmpty()) {
            System.err.println("no attack has such a name");
            System.exit(2);
        }
        return chosen;
    }
}
