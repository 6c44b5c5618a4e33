package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.exit.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an account may use in a day. */
@Command(
        name = "caps",
        description = "Shows and replaces what an account may use in a day (UTC); `mayfly usage` shows what it used.")
final class CapsCommand {
    private static final String CAPS = "/caps";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Command(name = "list", description = "Lists the account's caps.")
    void list() {
        tell(platform.get(CAPS));
    }

    @Command(
            name = "put",
            description =
                    "Replaces the account's caps as a whole: what is not given has no bound. Takes a token that reaches everything.")
    void put(
            @Option(names = "--requests", paramLabel = "N", description = "Invocations.") @Nullable Long requests,
            @Option(names = "--cpu-ms", paramLabel = "N", description = "CPU time, in ms.") @Nullable Long cpuMs,
            @Option(names = "--allocated-bytes", paramLabel = "N", description = "What guests allocate in all.")
                    @Nullable
                    Long allocatedBytes,
            @Option(names = "--egress-bytes", paramLabel = "N", description = "Bodies of answers and of fetches.")
                    @Nullable
                    Long egressBytes,
            @Option(names = "--subrequests", paramLabel = "N", description = "Calls of fetch and of bindings.")
                    @Nullable
                    Long subrequests) {
        ObjectNode caps = Platform.JSON.createObjectNode();
        cap(caps, "requestsPerDay", requests);
        cap(caps, "cpuMsPerDay", cpuMs);
        cap(caps, "allocatedBytesPerDay", allocatedBytes);
        cap(caps, "egressBytesPerDay", egressBytes);
        cap(caps, "subrequestsPerDay", subrequests);
        if (caps.isEmpty())
            throw new Refusal("no cap is given; `mayfly caps delete` takes all of them away, --help lists them");
        tell(platform.put(CAPS, caps));
    }

    @Command(
            name = "delete",
            description = "Takes all caps of the account away. Takes a token that reaches everything.")
    void delete() {
        tell(platform.put(CAPS, Platform.JSON.createObjectNode()));
    }

    private static void cap(ObjectNode caps, String name, @Nullable Long most) {
        if (most != null) caps.put(name, most);
    }

    private void tell(JsonNode caps) {
        telling.tell(caps, out -> {
            boolean none = true;
            for (var cap : caps.properties()) {
                if (cap.getValue().isNull()) continue;
                out.printf("%-22s %,d%n", cap.getKey(), cap.getValue().asLong());
                none = false;
            }
            if (none) out.printf("%s has no caps%n", platform.account());
        });
    }
}
