package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A token in a list, and below it where it leaked. */
final class TokenLine {
    private TokenLine() {}

    static List<String> of(JsonNode token, Screen screen) {
        List<String> lines = new ArrayList<>();
        lines.add("%s  %-24s %s  %s"
                .formatted(
                        token.path("id").asText(),
                        Screen.plain(token.path("name").asText()),
                        rights(token),
                        screen.faint("expires %s, last used %s"
                                .formatted(
                                        token.path("expiresAt").asText("never"),
                                        token.path("lastUsedAt").asText("never")))));
        for (JsonNode leak : token.path("leaks"))
            lines.add("    " + screen.bad("LEAKED") + " "
                    + leak.path("at").asText() + " "
                    + Screen.plain(leak.path("where").asText()));
        return lines;
    }

    static String rights(JsonNode token) {
        List<String> rights = new ArrayList<>();
        for (JsonNode right : token.path("rights")) rights.add(right.asText());
        return String.join(",", rights);
    }
}
