package dev.mayfly.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.exit.Refusal;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a change of a flag or a segment is made, and whose movements it tells. */
final class FlagChange {
    @Option(names = "--message", paramLabel = "TEXT", description = "Why, for the history.")
    private @Nullable String message;

    @Option(names = "--if-version", paramLabel = "N", description = "Only where it is at that version.")
    private @Nullable Long version;

    @Option(names = "--context", paramLabel = "FILE", description = "JSON list of contexts: who would move?")
    private @Nullable Path contexts;

    @Option(names = "--recent", description = "Who would move of those that flags were asked for lately?")
    private boolean recent;

    @Option(names = "--dry-run", description = "Tell what would change, and change nothing.")
    private boolean dryRun;

    /** @param recentContexts where the platform tells for whom it was asked lately */
    void addTo(ObjectNode body, Platform platform, String recentContexts) {
        if (recent) {
            if (contexts != null) throw new Refusal("--recent and --context exclude each other");
            body.set("contexts", platform.get(recentContexts));
        }
        if (contexts != null) {
            if (!(GivenJson.of(contexts) instanceof ArrayNode list))
                throw new Refusal("%s is no list of contexts, [{\"targetingKey\": …}]".formatted(contexts));
            body.set("contexts", list);
        }
        if (message != null) body.put("message", message);
        if (version != null) body.put("version", version);
        if (dryRun) body.put("dryRun", true);
    }
}
