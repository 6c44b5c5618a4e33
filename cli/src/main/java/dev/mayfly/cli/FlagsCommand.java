package dev.mayfly.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.cli.exit.Refusal;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** The flags of an app. */
@Command(name = "flags", description = "Reads and changes feature flags; a change is in force within a moment.")
final class FlagsCommand {
    private static final String APP = "Whose flags are meant.";
    private static final String KEY = "Key of the flag.";
    private static final String SEGMENT = "Name of the segment.";

    @Mixin
    private Platform platform = new Platform();

    @Mixin
    private Telling telling = new Telling();

    @Option(
            scope = ScopeType.INHERIT,
            names = "--environment",
            paramLabel = "NAME",
            description = "Of the app; default: production.")
    private @Nullable String environment;

    @Command(name = "list", description = "Lists the flags of an app.")
    void list(@Parameters(paramLabel = "APP", description = APP) String app) {
        JsonNode answer = platform.get(Platform.path("flags", app) + query());
        telling.tell(answer, out -> {
            JsonNode flags = answer.at("/definition/flags");
            if (flags.isEmpty()) out.println("No flags yet; `mayfly flags set` makes one.");
            for (Map.Entry<String, JsonNode> flag : flags.properties()) line(out, flag.getKey(), flag.getValue());
        });
    }

    @Command(name = "get", description = "Tells a flag's definition.")
    void get(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key) {
        JsonNode flag = platform.get(place(app, key));
        telling.tell(
                flag,
                out -> out.println(
                        flag.hasNonNull("definition")
                                ? flag.get("definition").toPrettyString()
                                : "archived; `mayfly flags undo` brings it back"));
    }

    @Command(name = "set", description = "Makes a flag, or replaces its definition.")
    void set(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key,
            @Parameters(paramLabel = "DEFINITION", description = "As flagd has it: JSON, or @FILE.") String definition,
            @Mixin FlagChange how) {
        ObjectNode draft = Platform.JSON.createObjectNode();
        draft.set("definition", GivenJson.of(definition));
        how.addTo(draft, platform, recentContexts(app));
        tell(platform.put(place(app, key), draft));
    }

    @Command(name = "ramp", description = "Gives a variant to a share of those who ask.")
    void ramp(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key,
            @Parameters(paramLabel = "VARIANT", description = "That the share gets.") String variant,
            @Parameters(paramLabel = "PERCENT", description = "0 to 100.") double percent,
            @Option(
                            names = "--by",
                            paramLabel = "ATTRIBUTE",
                            description = "What decides who is in; default: targetingKey.")
                    @Nullable
                    String by,
            @Mixin FlagChange how) {
        ObjectNode ramp =
                Platform.JSON.createObjectNode().put("variant", variant).put("percent", percent);
        if (by != null) ramp.put("by", by);
        how.addTo(ramp, platform, recentContexts(app));
        tell(platform.post(place(app, key, "ramp"), ramp));
    }

    @Command(name = "archive", description = "Takes a flag away; undo brings it back.")
    void archive(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key) {
        tell(platform.post(place(app, key, "archive")));
    }

    @Command(name = "undo", description = "Makes a flag what it was before its last change.")
    void undo(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key) {
        tell(platform.post(place(app, key, "undo")));
    }

    @Command(name = "history", description = "Lists a flag's changes, newest first.")
    void history(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key) {
        tellVersions(platform.get(place(app, key, "history")));
    }

    private void tellVersions(JsonNode versions) {
        telling.tell(versions, out -> {
            for (JsonNode version : versions)
                out.printf(
                        "%4d  %s  %s  %s%n",
                        version.path("version").asLong(),
                        version.path("at").asText(),
                        Screen.plain(version.path("by").asText()),
                        Screen.plain(version.path("message").asText()));
        });
    }

    @Command(name = "plan", description = "Has a change made at a time to come.")
    void plan(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key,
            @Parameters(paramLabel = "TIME", description = "Such as 2026-12-01T08:00:00Z; at most a year ahead.")
                    String time,
            @Option(names = "--ramp", paramLabel = "VARIANT=PERCENT", description = "Give a variant to a share.")
                    @Nullable
                    String ramp,
            @Option(names = "--set", paramLabel = "DEFINITION", description = "Replace it: JSON, or @FILE.") @Nullable
                    String definition,
            @Option(names = "--archive", description = "Take it away.") boolean archive,
            @Option(names = "--message", paramLabel = "TEXT", description = "Why, for the history.") @Nullable
                    String message) {
        ObjectNode plan = Platform.JSON.createObjectNode().put("at", time);
        if (ramp != null) plan.set("ramp", share(ramp));
        if (definition != null) plan.set("definition", GivenJson.of(definition));
        if (archive) plan.put("archive", true);
        if (message != null) plan.put("message", message);
        telling.tell(
                platform.post(place(app, key, "schedules"), plan),
                out -> out.println("Planned; `mayfly flags plans` shows what is."));
    }

    @Command(
            name = "plans",
            description = "Lists what is planned for a flag, and what could not be made when its time came.")
    void plans(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key) {
        JsonNode plans = platform.get(place(app, key, "schedules"));
        telling.tell(plans, out -> {
            if (plans.isEmpty()) out.println("Nothing is planned.");
            for (JsonNode plan : plans)
                out.printf(
                        "%s  %s  %s%s%n",
                        plan.path("id").asText(),
                        plan.at("/planned/at").asText(),
                        Screen.plain(what(plan.path("planned"))),
                        plan.hasNonNull("failure")
                                ? "  failed: "
                                        + Screen.plain(plan.get("failure").asText())
                                : "");
        });
    }

    @Command(name = "unplan", description = "Takes a plan back.")
    void unplan(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "KEY", description = KEY) String key,
            @Parameters(paramLabel = "ID", description = "As `mayfly flags plans` shows it.") String id) {
        platform.delete(place(app, key, "schedules", id));
        telling.tell(Platform.JSON.createObjectNode().put("id", id), out -> out.println("Taken back."));
    }

    private static ObjectNode share(String text) {
        int equals = text.lastIndexOf('=');
        try {
            return Platform.JSON
                    .createObjectNode()
                    .put("variant", text.substring(0, Math.max(equals, 0)))
                    .put("percent", Double.parseDouble(text.substring(equals + 1)));
        } catch (NumberFormatException e) {
            throw new Refusal("a ramp is VARIANT=PERCENT, such as on=50, not " + text);
        }
    }

    private static String what(JsonNode planned) {
        if (planned.hasNonNull("ramp"))
            return "%s to %s %%"
                    .formatted(
                            planned.at("/ramp/variant").asText(),
                            planned.at("/ramp/percent").asText());
        return planned.hasNonNull("definition") ? "set " + planned.get("definition") : "archive";
    }

    @Command(name = "segment", description = "Makes a segment, or replaces its rule; flags name it by $ref.")
    void segment(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "SEGMENT", description = SEGMENT) String segment,
            @Parameters(paramLabel = "RULE", description = "JsonLogic: JSON, or @FILE.") String rule,
            @Mixin FlagChange how) {
        ObjectNode draft = Platform.JSON.createObjectNode();
        draft.set("definition", GivenJson.of(rule));
        how.addTo(draft, platform, recentContexts(app));
        tell(platform.put(segmentPlace(app, segment), draft));
    }

    @Command(name = "segment-archive", description = "Takes a segment away that no flag names.")
    void archiveSegment(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "SEGMENT", description = SEGMENT) String segment) {
        tell(platform.post(segmentPlace(app, segment, "archive")));
    }

    @Command(name = "segment-undo", description = "Makes a segment what it was before its last change.")
    void undoSegment(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "SEGMENT", description = SEGMENT) String segment) {
        tell(platform.post(segmentPlace(app, segment, "undo")));
    }

    @Command(name = "segment-history", description = "Lists a segment's changes, newest first.")
    void segmentHistory(
            @Parameters(paramLabel = "APP", description = APP) String app,
            @Parameters(paramLabel = "SEGMENT", description = SEGMENT) String segment) {
        tellVersions(platform.get(segmentPlace(app, segment, "history")));
    }

    private void tell(JsonNode changed) {
        telling.tell(changed, out -> {
            out.printf(
                    "%s %s version %d%n",
                    Screen.plain(changed.at("/version/key").asText()),
                    changed.path("dryRun").asBoolean() ? "would be at" : "is at",
                    changed.at("/version/version").asLong());
            for (JsonNode difference : changed.path("differences"))
                out.printf(
                        "  %s: %s -> %s%n",
                        difference.path("path").asText().isEmpty()
                                ? "all"
                                : Screen.plain(difference.path("path").asText()),
                        value(difference.path("before")),
                        value(difference.path("after")));
            for (JsonNode moved : changed.path("moved"))
                out.printf(
                        "  moves %s, %s: %s -> %s%n",
                        Screen.plain(moved.path("flag").asText()),
                        Screen.plain(moved.path("context").toString()),
                        value(moved.path("before")),
                        value(moved.path("after")));
        });
    }

    private static String value(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "nothing" : Screen.plain(value.toString());
    }

    private static void line(PrintWriter out, String key, JsonNode flag) {
        out.printf(
                "%-32s %-8s %s%s%n",
                Screen.plain(key),
                flag.path("state").asText(),
                Screen.plain(flag.path("defaultVariant").asText("(caller's default)")),
                flag.path("targeting").isEmpty() ? "" : ", targeted");
    }

    private String recentContexts(String app) {
        return Platform.path("flag-contexts", app) + query();
    }

    private String place(String app, String key, String... below) {
        return within(Platform.path("flags", app, "flags", key), below);
    }

    private String segmentPlace(String app, String segment, String... below) {
        return within(Platform.path("flags", app, "segments", segment), below);
    }

    private String within(String path, String... below) {
        return (below.length == 0 ? path : path + Platform.path(below)) + query();
    }

    private String query() {
        return environment == null ? "" : "?environment=" + Platform.encoded(environment);
    }
}
