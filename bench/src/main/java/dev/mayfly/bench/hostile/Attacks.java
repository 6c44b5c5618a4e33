package dev.mayfly.bench.hostile;

import dev.mayfly.bench.hostile.Attack.Client;
import dev.mayfly.bench.hostile.Attack.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code bench/hostile/attacks}: a file for each family, in which {@code /// name: end end… [@option…]} begins an attack. In whole
 * modules {@code «text»×N} stands for so many repetitions of the text.
 */
public final class Attacks {
    private static final Pattern HEAD = Pattern.compile("(?m)^/// ([a-z0-9-]+):((?: [a-zA-Z]+)+)((?: @[a-z0-9 -]+)?)$");
    private static final Pattern REPEATED = Pattern.compile("«([^»]*)»×(\\d+)");
    private static final Set<String> ENDS = Set.of(
            "cpu",
            "wall",
            "heap",
            "allocatedBytes",
            "bufferedBody",
            "subrequests",
            "openStreams",
            "error",
            "answered",
            "refused",
            "broken");

    private Attacks() {}

    /** All attacks of a checkout, by family and then as they stand in its file. */
    public static List<Attack> of(Path root) throws IOException {
        List<Attack> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(root.resolve("bench/hostile/attacks"))) {
            for (Path file : files.sorted().toList())
                all.addAll(read(file.getFileName().toString().replace(".js", ""), Files.readString(file)));
        }
        Set<String> names = new HashSet<>();
        for (Attack attack : all)
            if (!names.add(attack.name())) throw new IllegalStateException("two attacks are called " + attack.name());
        return all;
    }

    static List<Attack> read(String family, String text) {
        List<Attack> attacks = new ArrayList<>();
        Matcher head = HEAD.matcher(text);
        int expected = text.split("(?m)^///").length - 1;
        boolean found = head.find();
        while (found) {
            String name = family + "/" + head.group(1);
            Set<String> ends = Set.copyOf(Arrays.asList(head.group(2).strip().split(" ")));
            String option = head.group(3).strip();
            int from = head.end();
            found = head.find();
            attacks.add(attack(name, ends, option, text.substring(from, found ? head.start() : text.length())));
        }
        if (attacks.size() != expected)
            throw new IllegalStateException(
                    "%s: %d of %d attacks could be read".formatted(family, attacks.size(), expected));
        return attacks;
    }

    private static Attack attack(String name, Set<String> ends, String option, String script) {
        if (!ENDS.containsAll(ends)) throw new IllegalStateException("%s: no such ends: %s".formatted(name, ends));
        Shape shape = option.equals("@module") ? Shape.module : Shape.handler;
        Client client = switch (option) {
            case "@never-reads" -> Client.neverReads;
            case "@never-sends" -> Client.neverSends;
            case "@leaves" -> Client.leaves;
            default -> Client.ordinary;
        };
        int chain = option.startsWith("@chain ") ? Integer.parseInt(option.substring(7)) : 0;
        if (!option.isEmpty() && shape == Shape.handler && client == Client.ordinary && chain == 0)
            throw new IllegalStateException("%s: no such option: %s".formatted(name, option));
        String code = shape == Shape.module ? repeated(script) : script;
        return new Attack(name, ends, shape, client, chain, code.strip());
    }

    private static String repeated(String script) {
        return REPEATED.matcher(script)
                .replaceAll(m -> Matcher.quoteReplacement(m.group(1).repeat(Integer.parseInt(m.group(2)))));
    }
}
