package dev.mayfly.isolates.worker.engine;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.SourceSection;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Tells an author what went wrong, in terms of the author's own files: no frame of the engine, the worker or the prelude. */
final class GuestErrors {
    private static final int TEXT_MAX = 16 << 10;
    /** A frame as the engine writes it: {@code at name (file:line:column)} or {@code at file:line:column}. */
    private static final Pattern FRAME = Pattern.compile("^\\s+at .*?\\(?([^()\\s]+):(\\d+):(\\d+)\\)?$");
    /** What the parser puts before its message. */
    private static final Pattern PARSER_PREFIX = Pattern.compile("^(SyntaxError: )?\\S+:\\d+:\\d+ ");

    /** A declaration, up to the first letter of what it declares, which is where the parser stops. */
    private static final Pattern USING = Pattern.compile("(?:^|[;{}()])\\s*(?:await\\s+)?using\\s+[\\p{L}_$]");

    private final Deployment deployment;

    GuestErrors(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Lines and columns count from 1; 0: not known. */
    record Place(String file, int line, int column) {
        static final Place NONE = new Place("", 0, 0);
    }

    /** Detail of something that a guest threw, as JSON. */
    String detail(Value thrown) {
        if (!thrown.hasMembers() || !thrown.hasMember("message")) {
            var what = thrown.isString() ? thrown.asString() : thrown.toString();
            return new Json()
                    .with("name", "Error")
                    .with("message", cut("threw " + what))
                    .toString();
        }
        return detail(text(thrown, "name"), text(thrown, "message"), text(thrown, "stack"), Place.NONE);
    }

    /** Detail of what came out of the engine. */
    String detail(PolyglotException e) {
        var thrown = Optional.ofNullable(e.getGuestObject()).filter(v -> v.hasMembers() && v.hasMember("message"));
        var name = thrown.map(v -> text(v, "name")).orElse("Error");
        var message = thrown.map(v -> text(v, "message")).orElseGet(() -> String.valueOf(e.getMessage()));
        if (e.isSyntaxError())
            message = PARSER_PREFIX
                            .matcher(message)
                            .replaceFirst("")
                            .lines()
                            .findFirst()
                            .orElse("")
                    + hint(e.getSourceLocation());
        var stack = thrown.map(v -> text(v, "stack")).orElse("");
        return detail(name, message, stack, place(e.getSourceLocation()));
    }

    /** What helps where the engine is older than the language. */
    private static String hint(@Nullable SourceSection place) {
        boolean declares = place != null
                && place.isAvailable()
                && USING.matcher(place.getSource().getCharacters(place.getStartLine()))
                        .results()
                        .anyMatch(found -> found.end() == place.getStartColumn());
        return declares ? "; a bundler such as esbuild makes older code of `using`" : "";
    }

    /** Detail of a module that does not parse, or takes from another what that does not give. */
    String syntax(PolyglotException e, BundleLoader modules) {
        return modules.unresolved()
                .map(found -> {
                    var what = found.getValue();
                    var message = "The module \"%s\" has no export named %s".formatted(what.specifier(), what.name());
                    return detail(
                            "SyntaxError",
                            message,
                            "",
                            found.getKey().name(what).orElse(Place.NONE));
                })
                .orElseGet(() -> detail(e));
    }

    /** Detail of an import that leads nowhere. */
    String missing(BundleLoader.Missing missing, PolyglotException e, BundleLoader modules) {
        var message = missing.message();
        var place = modules.outline(missing.importer())
                .flatMap(importer -> importer.specifier(missing.specifier()))
                .orElseGet(() -> place(e));
        return detail("Error", message, "", place);
    }

    /** Detail of a main module whose default export answers nothing, or that has none. */
    String noHandler(BundleLoader modules) {
        var place = modules.outline(deployment.main())
                .flatMap(ModuleOutline::defaultExport)
                .orElse(new Place(deployment.main(), 0, 0));
        return detail(
                "TypeError", "The main module exports no handler: its default export needs a method fetch", "", place);
    }

    /** The place alone of what was stopped. */
    String stoppedAt(PolyglotException e) {
        var place = deployment.original(place(e));
        return place.line == 0
                ? ""
                : new Json()
                        .with("file", place.file)
                        .with("line", place.line)
                        .with("column", place.column)
                        .toString();
    }

    /** A stack with the author's frames alone, where the author wrote them. */
    String trace(String stack) {
        var kept = new StringBuilder();
        for (var line : stack.lines().toList()) {
            var frame = FRAME.matcher(line);
            if (!frame.matches()) kept.append(line).append('\n');
            else if (deployment.has(frame.group(1)))
                kept.append(original(line, frame)).append('\n');
        }
        return kept.toString().stripTrailing();
    }

    private String detail(String name, String message, String stack, Place known) {
        var kept = new StringBuilder();
        var place = deployment.original(known);
        for (var line : stack.lines().toList()) {
            var frame = FRAME.matcher(line);
            if (!frame.matches()) {
                if (!line.stripLeading().startsWith("at ")) kept.append(line).append('\n');
                continue;
            }
            if (!deployment.has(frame.group(1))) continue;
            kept.append(original(line, frame)).append('\n');
            if (place.line == 0) place = deployment.original(placeOf(frame));
        }
        return new Json()
                .with("name", cut(name.isEmpty() ? "Error" : name))
                .with("message", cut(message))
                .with("stack", cut(kept.toString().strip()))
                .with("file", place.file)
                .with("line", place.line)
                .with("column", place.column)
                .toString();
    }

    /** A frame with the place that the author knows. */
    private String original(String line, Matcher frame) {
        var here = placeOf(frame);
        var there = deployment.original(here);
        if (there.equals(here)) return line;
        return line.substring(0, frame.start(1))
                + "%s:%d:%d".formatted(there.file, there.line, there.column)
                + line.substring(frame.end(3));
    }

    private static Place placeOf(Matcher frame) {
        return new Place(frame.group(1), number(frame.group(2)), number(frame.group(3)));
    }

    /** Where it was thrown, or else the innermost call of the author's. */
    private Place place(PolyglotException e) {
        var here = place(e.getSourceLocation());
        if (here.line > 0) return here;
        for (var frame : e.getPolyglotStackTrace()) {
            var place = frame.isGuestFrame() ? place(frame.getSourceLocation()) : Place.NONE;
            if (place.line > 0) return place;
        }
        return Place.NONE;
    }

    private Place place(@Nullable SourceSection section) {
        if (section == null
                || !section.isAvailable()
                || !deployment.has(section.getSource().getName())) return Place.NONE;
        return new Place(section.getSource().getName(), section.getStartLine(), section.getStartColumn());
    }

    /** A member as text; guests may have replaced it by anything. */
    private static String text(Value thrown, String member) {
        var value = thrown.getMember(member);
        return value != null && value.isString() ? cut(value.asString()) : "";
    }

    private static int number(String digits) {
        return digits.length() > 9 ? 0 : Integer.parseInt(digits);
    }

    private static String cut(String text) {
        return text.length() <= TEXT_MAX ? text : text.substring(0, TEXT_MAX);
    }
}
