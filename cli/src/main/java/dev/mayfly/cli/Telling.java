package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** What a command tells: lines for people, or one JSON document for programs. */
final class Telling {
    @Option(scope = ScopeType.INHERIT, names = "--json", description = "Answer as JSON; errors too, on standard error.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before a command runs
    private CommandSpec spec;

    boolean asJson() {
        return json;
    }

    Screen screen() {
        return Screen.of(spec);
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The facts are the whole answer; people get the same in lines. */
    void tell(JsonNode facts, Consumer<PrintWriter> inLines) {
        if (json) out().println(facts.toPrettyString());
        else inLines.accept(out());
    }

    /** The same of what routers know, with a word on standard error where some of them did not say what they do. */
    void tell(JsonNode facts, Platform platform, Consumer<PrintWriter> inLines) {
        tell(facts, inLines);
        warnOfSilence(platform);
    }

    void warnOfSilence(Platform platform) {
        String silent = platform.silentRouters();
        if (silent.isEmpty()) return;
        String what = "%s of the routers did not answer; what they alone know is left out".formatted(silent);
        err().println(
                        json
                                ? Platform.JSON
                                        .createObjectNode()
                                        .put("code", "routers-silent")
                                        .put("detail", what)
                                        .toString()
                                : "mayfly: " + what);
    }

    /** One line of JSON, where one answer follows another. */
    void tellOneOfMany(JsonNode facts, Consumer<PrintWriter> inLines) {
        if (json) out().println(facts);
        else inLines.accept(out());
        out().flush();
    }

    /** Text of others: to a terminal without what steers it, to anything else as the bytes that they are. */
    void tellBytes(byte[] bytes) {
        if (onTerminal()) out().print(Screen.plain(new String(bytes, StandardCharsets.UTF_8)));
        else System.out.writeBytes(bytes);
        out().flush();
        System.out.flush();
    }

    /** What takes a while, for people who watch; nothing where nobody does. */
    Progress progress() {
        return !json && onTerminal() ? what -> err().println(screen().faint(what + " …")) : Progress.UNWATCHED;
    }

    private static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal();
    }
}
