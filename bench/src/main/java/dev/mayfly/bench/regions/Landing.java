package dev.mayfly.bench.regions;

import dev.mayfly.bench.harness.Trial;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Requests from five countries, at each entry, land in the nearest of the regions that their function names. */
final class Landing extends Trial {
    private record From(String country, String address, String region) {}

    private static final List<From> CLIENTS = List.of(
            new From("Sweden", "130.236.1.1", "fra"),
            new From("Brazil", "200.160.2.3", "iad"),
            new From("Japan", "202.12.27.33", "hnd"),
            new From("Australia", "139.130.4.5", "hnd"),
            new From("United States", "128.32.1.1", "iad"));

    Landing(Path root) throws IOException {
        super(root);
    }

    @Override
    protected String name() {
        return "landing";
    }

    @Override
    protected void run() throws Exception {
        try (World world = new World(root, scratch)) {
            say("%-14s %-16s %s", "client", "address", "answered in, by entry fra, iad, hnd");
            for (From from : CLIENTS) {
                StringBuilder landed = new StringBuilder();
                for (Router entry : world.routers) {
                    Client.Answer answer = Client.ask(entry, from.address, "GET", "placed", "/");
                    landed.append(answer.region()).append(' ');
                    expect(
                            answer.isGood() && answer.region().equals(from.region),
                            "%s is answered %d in %s, not in %s",
                            from.country,
                            answer.status(),
                            answer.region(),
                            from.region);
                }
                say("%-14s %-16s %s", from.country, from.address, landed);
            }
        }
    }
}
