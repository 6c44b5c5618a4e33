package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a temporary account over. */
@Command(
        name = "claim",
        description =
                "Moves the functions of a temporary account into the account (--account); they answer there from then on.")
final class ClaimCommand implements Runnable {
    @Parameters(paramLabel = "CLAIM", description = "As `mayfly deploy --temporary` showed it.")
    private String claim = "";

    @Option(names = "--new", description = "Make the account first; takes the operator's token.")
    private boolean makesAccount;

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Override
    public void run() {
        if (makesAccount) platform.makeAccount();
        ObjectNode request = Platform.JSON.createObjectNode().put("token", claim);
        JsonNode claimed = platform.post("/claims", request);
        telling.tell(claimed, out -> {
            out.printf("%s is now part of %s%n", claimed.path("from").asText(), platform.account());
            for (JsonNode function : claimed.path("functions"))
                out.printf(
                        "  %s answers at %s, and no more at %s%n",
                        function.path("function").asText(),
                        function.path("urls").path(0).asText(),
                        function.path("urlsBefore").path(0).asText());
        });
        forget(TemporaryAccount.file());
    }

    /** What was asked for is done, whatever becomes of the file; the next deployment finds out that it is of no use. */
    private void forget(Path file) {
        try {
            TemporaryAccount.forget(claim, file);
        } catch (IOException e) {
            telling.err().printf("mayfly: %s cannot be deleted: %s%n", file, e.getMessage());
        }
    }
}
