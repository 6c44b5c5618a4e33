package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** An invocation as a line, and below it what it logged and why it failed. */
record InvocationLines(Screen screen) {
    void print(PrintWriter out, JsonNode i) {
        out.printf(
                "%s %s %s %s %s %s  %s%n",
                screen.faint(i.path("startedAt").asText()),
                i.path("function").asText(),
                i.path("method").asText(),
                Screen.plain(i.path("url").asText()),
                i.path("status").asText(),
                outcome(i),
                screen.faint("trace " + i.path("trace").asText()));
        for (JsonNode line : i.path("logs"))
            out.printf(
                    "    %s %s%n",
                    screen.level(line.path("level").asText()),
                    Screen.plain(line.path("text").asText()).indent(4).strip());
        if (i.hasNonNull("detail"))
            out.println(
                    screen.bad(Screen.plain(i.get("detail").asText())).indent(4).stripTrailing());
    }

    private String outcome(JsonNode invocation) {
        String outcome = invocation.path("outcome").asText();
        String code = invocation.hasNonNull("code")
                ? outcome + "(" + invocation.get("code").asText() + ")"
                : outcome;
        return outcome.equals("answered") ? screen.good(code) : screen.bad(code);
    }
}
