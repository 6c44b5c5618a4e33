package dev.mayfly.edge.bots.verify;

import dev.mayfly.edge.addresses.Block;
import dev.mayfly.edge.bots.BotsConfig;
import dev.mayfly.edge.ingress.Authority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The papers of all crawlers that have some: what comes with the router, what is configured, and a file of addresses. */
final class Operators {
    private static final int LINES_MAX = 100_000;

    private final Map<String, Papers> byName = new HashMap<>();
    private final Map<String, String> bySigner = new HashMap<>();

    /** @param bundled names, domains and signers, in lists with commas, tabs between */
    Operators(List<String> bundled, BotsConfig config) {
        for (String line : bundled) {
            if (line.startsWith("#")) continue;
            String[] fields = line.split("\t", -1);
            for (String name : list(fields[0])) add(name, list(fields[1]), list(fields[2]), List.of());
        }
        for (int i = 0; i < config.agents().size(); i++)
            read("mayfly.edge.bots.agents[%d]".formatted(i), config.agents().get(i));
        config.addresses().ifPresent(this::read);
    }

    Papers of(String name) {
        return byName.getOrDefault(name.toLowerCase(Locale.ROOT), Papers.NONE);
    }

    /** The crawler whose requests keys of that origin sign; the first that was listed. */
    Optional<String> signedBy(String origin) {
        return Optional.ofNullable(bySigner.get(origin));
    }

    Set<String> signers() {
        return bySigner.keySet();
    }

    private void read(String key, BotsConfig.Agent agent) {
        for (String domain : agent.domains().orElse(List.of()))
            if (Authority.parse(domain).filter(a -> a.port().isEmpty()).isEmpty())
                throw wrong(key + ".domains", domain, "a domain, as crawl.example.com");
        for (String signer : agent.signers().orElse(List.of()))
            if (!signer.matches("https?://[^/?#@]+")
                    || Authority.parse(authority(signer)).isEmpty())
                throw wrong(key + ".signers", signer, "an origin, as https://bot.example.com");
        List<Block> blocks = agent.addresses().orElse(List.of()).stream()
                .map(text ->
                        Block.parse(text).orElseThrow(() -> wrong(key + ".addresses", text, "an address or a CIDR")))
                .toList();
        add(agent.name(), agent.domains().orElse(List.of()), agent.signers().orElse(List.of()), blocks);
    }

    /** A name and a block on each line. */
    private void read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.size() > LINES_MAX)
                throw wrong("mayfly.edge.bots.addresses", file.toString(), "a file of at most 100,000 lines");
            for (String line : lines) {
                if (line.isBlank() || line.startsWith("#")) continue;
                int space = line.strip().lastIndexOf(' ');
                Block block = Block.parse(line.strip().substring(space + 1))
                        .filter(b -> space > 0)
                        .orElseThrow(() -> wrong(
                                "A line of mayfly.edge.bots.addresses", line, "the name of a crawler and a CIDR"));
                add(line.strip().substring(0, space).strip(), List.of(), List.of(), List.of(block));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("mayfly.edge.bots.addresses cannot be read: " + file, e);
        }
    }

    private void add(String name, List<String> domains, List<String> signers, List<Block> blocks) {
        byName.merge(
                name.toLowerCase(Locale.ROOT),
                new Papers(new HashSet<>(domains), new HashSet<>(signers), new HashSet<>(blocks)),
                Papers::and);
        for (String signer : signers) bySigner.putIfAbsent(signer, name);
    }

    static String authority(String origin) {
        return origin.substring(origin.indexOf("//") + 2);
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).filter(part -> !part.isEmpty()).toList();
    }

    private static IllegalArgumentException wrong(String key, String value, String right) {
        return new IllegalArgumentException("%s is '%s' and must be %s".formatted(key, value, right));
    }
}
