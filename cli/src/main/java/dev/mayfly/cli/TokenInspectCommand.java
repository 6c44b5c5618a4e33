package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.tokens.TokenText;
import dev.mayfly.cli.exit.Refusal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Says what can be said of a token: by its text alone, then by asking the platform. Its text is not shown. */
@Command(
        name = "inspect",
        description = {
            "Says what a token is: its kind and checksum without any network, then",
            "what the platform knows of it. Exit code 1: it is none, or is not valid."
        })
final class TokenInspectCommand implements Callable<Integer> {
    private static final int LENGTH_MAX = 4096;

    @Parameters(
            arity = "0..1",
            paramLabel = "TOKEN",
            description = "Its text; -: from standard input. Default: the one that commands use.")
    private @Nullable String given;

    @Option(names = "--offline", description = "Ask nobody.")
    private boolean offline;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // picocli sets it before call
    private TokenCommand tokens;

    @Override
    public Integer call() throws IOException {
        String text = text();
        Optional<TokenText> token = TokenText.read(text);
        ObjectNode facts = Platform.JSON.createObjectNode();
        if (token.isPresent())
            facts.put("kind", token.get().kind().name())
                    .put("version", token.get().version())
                    .put("checksum", "right");
        else facts.put("checksum", TokenText.looksLikeOne(text) ? "wrong" : "none");
        boolean valid = token.isPresent() && (offline || ask(text, facts));
        tokens.telling.tell(facts, out -> print(facts, out, tokens.telling.screen()));
        return valid ? 0 : 1;
    }

    /** Whether it is valid there, or nobody could be asked. */
    private boolean ask(String text, ObjectNode facts) {
        facts.put("platform", tokens.platform.url());
        try {
            facts.set("known", tokens.platform.self(text));
            return true;
        } catch (Unreachable e) {
            facts.put("unknown", "the platform does not answer");
            return true;
        } catch (Refusal e) {
            facts.put("invalid", e.getMessage());
            return false;
        }
    }

    private static void print(ObjectNode facts, PrintWriter out, Screen screen) {
        switch (text(facts, "checksum")) {
            case "right" -> {
                line(out, "kind", facts.path("kind").asText() + ", version " + facts.path("version"));
                line(out, "checksum", screen.good("right"));
            }
            case "wrong" ->
                line(out, "form", screen.bad("the checksum is wrong: it was not copied as a whole, or is made up"));
            default ->
                line(
                        out,
                        "form",
                        screen.bad("this is no token; they begin with mf and have %d characters"
                                .formatted(TokenText.LENGTH)));
        }
        if (facts.has("unknown")) line(out, "online", facts.path("unknown").asText());
        if (facts.has("invalid")) line(out, "online", screen.bad(text(facts, "invalid")));
        if (facts.has("known")) printKnown(facts.path("known"), out, screen);
    }

    private static void printKnown(JsonNode known, PrintWriter out, Screen screen) {
        line(out, "name", text(known, "name"));
        JsonNode accounts = known.path("accounts");
        line(out, "account", accounts.isArray() ? Screen.plain(accounts.path(0).asText()) : "all");
        JsonNode token = known.path("token");
        if (!token.isObject()) return;
        line(out, "id", text(token, "id"));
        line(out, "rights", TokenLine.rights(token));
        line(out, "created", text(token, "createdAt") + " by " + text(token, "createdBy"));
        line(out, "expires", token.path("expiresAt").asText("never"));
        line(out, "last used", token.path("lastUsedAt").asText("never"));
        for (JsonNode leak : token.path("leaks"))
            line(out, screen.bad("LEAKED"), text(leak, "at") + " " + text(leak, "where"));
    }

    private static String text(JsonNode facts, String key) {
        return Screen.plain(facts.path(key).asText());
    }

    private static void line(PrintWriter out, String what, String value) {
        out.printf("%-10s %s%n", what, value);
    }

    private String text() throws IOException {
        if (given == null) return tokens.platform.bearer();
        if (!given.equals("-")) return given.strip();
        return new String(System.in.readNBytes(LENGTH_MAX), StandardCharsets.UTF_8).strip();
    }
}
