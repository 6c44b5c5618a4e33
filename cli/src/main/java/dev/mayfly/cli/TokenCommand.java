package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.tokens.TokenText;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tokens of the account. */
@Command(
        name = "token",
        description = "Makes, lists, revokes and inspects tokens.",
        subcommands = TokenInspectCommand.class)
final class TokenCommand {
    /** What a configuration may hold; all others are made by the platform. */
    enum Configured {
        operator,
        platform
    }

    @Mixin
    Platform platform = new Platform();

    @Mixin
    Telling telling = new Telling();

    @Command(name = "create", description = "Makes a token; its text is shown once, and alone on standard output.")
    void create(
            @Parameters(paramLabel = "NAME", description = "What it is for.") String name,
            @Option(
                            names = "--allow",
                            paramLabel = "RIGHT",
                            description = {
                                "What it may do, such as functions:read or",
                                "functions:deploy@hello; more than once for more.",
                                "Default: * (everything in the account)."
                            })
                    List<String> rights,
            @Option(
                            names = "--expires",
                            paramLabel = "WHEN",
                            defaultValue = "90d",
                            description = "30m, 12h, 90d, a time, or never. Default: 90d.")
                    String expires) {
        ObjectNode request = Platform.JSON.createObjectNode().put("name", name);
        if (rights != null) rights.forEach(request.putArray("rights")::add);
        Expiry.of(expires, Instant.now()).ifPresent(end -> request.put("expiresAt", end.toString()));
        JsonNode made = platform.post("/tokens", request);
        telling.tell(made, out -> {
            out.println(made.path("token").asText());
            telling.err()
                    .printf(
                            "%s (%s) may do %s in %s, until %s. It is not shown again.%n",
                            name,
                            made.path("id").asText(),
                            TokenLine.rights(made),
                            platform.account(),
                            made.path("expiresAt").asText("it is revoked"));
        });
    }

    @Command(name = "list", description = "Lists the tokens of the account, without their texts.")
    void list() {
        JsonNode tokens = platform.get("/tokens");
        telling.tell(tokens, out -> {
            List<String> lines = new ArrayList<>();
            for (JsonNode token : tokens) lines.addAll(TokenLine.of(token, telling.screen()));
            if (lines.isEmpty()) lines.add("No tokens yet; `mayfly token create` makes one.");
            lines.forEach(out::println);
        });
    }

    @Command(
            name = "revoke",
            description = "Revokes a token: everywhere within 10 seconds, at the control plane at once.")
    void revoke(@Parameters(paramLabel = "ID", description = "As `mayfly token list` shows it.") String id) {
        platform.delete(Platform.path("tokens", id));
        telling.tell(
                Platform.JSON.createObjectNode().put("revoked", id), out -> out.printf("Revoked the token %s%n", id));
    }

    @Command(
            name = "generate",
            description = "Makes up a token for a configuration; asks nobody and tells nobody.",
            footer = "operator: mayfly.control.bootstrap-token; platform: mayfly.bindings.platform-token")
    void generate(@Parameters(paramLabel = "KIND", description = "One of: ${COMPLETION-CANDIDATES}.") Configured kind) {
        TokenText text = TokenText.random(TokenText.Kind.valueOf(kind.name()), new SecureRandom());
        telling.tell(Platform.JSON.createObjectNode().put("token", text.text()), out -> out.println(text.text()));
    }
}
