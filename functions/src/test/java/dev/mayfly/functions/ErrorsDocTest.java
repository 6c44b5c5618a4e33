package dev.mayfly.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.bindings.usage.Caps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/errors.md} has every code that the sources can say, and no other. */
class ErrorsDocTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> SPEAKING = List.of(
            "control-plane",
            "edge-router",
            "search-service",
            "memory-service",
            "extensions/bindings",
            "extensions/isolates",
            "extensions/retrieval");

    /** How a code is said: where a problem is made, a call refused, an invocation failed. A family's beginning ends with a dash. */
    private static final List<Pattern> SAID = List.of(
            Pattern.compile(
                    "(?:Invalid|BadBundle|ProblemAnswer\\.of|answer|refuse|refused|bad|Failed|failed|Refusal|Refused)"
                            + "\\(\\s*(?:\\w+,\\s*)?\"([a-z]+(?:-[a-z]+)*)\""),
            Pattern.compile("Ending\\.exhausted\\(\\s*\"(subrequests|openStreams)\""),
            Pattern.compile("super\\(\"([a-z-]+[a-z])\""),
            Pattern.compile("\"(invalid-[a-z-]+)\""),
            Pattern.compile("\"(limit-[a-z-]+)\""));

    private static final Pattern LIMIT_REACHED = Pattern.compile("(?:LimitReached|TooLarge)\\(\\s*\"([a-z-]+)\"");

    /** Said to nobody: to a request that is replayed to warm a worker, and what it answers is thrown away. */
    private static final Set<String> UNHEARD = Set.of("replayed");

    @Test
    void tablesHaveTheCodesOfTheSources() throws IOException {
        Set<String> codes = new TreeSet<>(codesOfFamilies());
        for (String module : SPEAKING)
            try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
                files.filter(ErrorsDocTest::speaks).map(ErrorsDocTest::read).forEach(text -> collect(text, codes));
            }
        codes.removeAll(UNHEARD);
        codes.removeIf(code -> code.endsWith("-"));
        assertThat(codes).hasSizeGreaterThan(80);
        assertThat(documented()).containsExactlyInAnyOrderElementsOf(codes);
    }

    private static void collect(String source, Set<String> codes) {
        for (Pattern said : SAID) said.matcher(source).results().forEach(found -> codes.add(found.group(1)));
        LIMIT_REACHED.matcher(source).results().forEach(found -> codes.add("limit-" + found.group(1)));
    }

    private static boolean speaks(Path file) {
        String path = file.toString();
        boolean source =
                path.contains("/src/main/java/") && path.endsWith(".java") || path.endsWith("/prelude/core.js");
        return source && !path.contains("/target/") && !path.contains("extensions/bindings/testing/");
    }

    /** Codes that are made of a name: of what an invocation may reach, of what an account may use in a day. */
    private static Set<String> codesOfFamilies() {
        Set<String> codes = new TreeSet<>();
        for (RecordComponent limit : Limits.class.getRecordComponents()) {
            String name = limit.getName();
            if (name.equals("logBytes")) continue; // logs are cut, and end nothing
            codes.add("exhausted-" + kebab(name.equals("allocatedBytes") ? name : name.replaceAll("Ms$|Bytes$", "")));
        }
        for (RecordComponent cap : Caps.class.getRecordComponents()) codes.add("limit-" + kebab(cap.getName()));
        return codes;
    }

    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** What stands in code type in the first column of a table. */
    private static Set<String> documented() {
        Set<String> codes = new TreeSet<>();
        read(ROOT.resolve("docs/errors.md"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|")[1])
                .forEach(cell ->
                        Pattern.compile("`([^`]+)`").matcher(cell).results().forEach(code -> codes.add(code.group(1))));
        return codes;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
