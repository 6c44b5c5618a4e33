package dev.mayfly.bench.hostile;

import dev.mayfly.bench.harness.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Every attack against the whole platform, as users run it, beside another account's hello. */
public final class HostileBench {
    private static final Set<String> OPTIONS = Set.of("engine", "only", "times", "part");

    private HostileBench() {}

    /** {@code root [--engine interpreter|jit|auto] [--only PART-OF-NAME,…] [--times N] [--part K/N]}. */
    public static void main(String[] args) throws Exception {
        Path root = Path.of(args[0]).toAbsolutePath();
        Map<String, String> options = options(List.of(args).subList(1, args.length));
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

    private static Map<String, String> options(List<String> arguments) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String name = arguments.get(i).replaceFirst("^--", "");
            if (!OPTIONS.contains(name) || i + 1 == arguments.size()) {
                System.err.printf("there is no option %s with this value; there are %s%n", arguments.get(i), OPTIONS);
                System.exit(2);
            }
            options.put(name, arguments.get(i + 1).toLowerCase(Locale.ROOT));
        }
        return options;
    }

    private static List<Attack> chosen(List<Attack> all, Map<String, String> options) {
        String[] only = options.getOrDefault("only", "").split(",");
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
