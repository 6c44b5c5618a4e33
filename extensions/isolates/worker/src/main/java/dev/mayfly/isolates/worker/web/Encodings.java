package dev.mayfly.isolates.worker.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The encoding standard's tables: which label stands for which encoding, and the upper halves of those with one byte a character. */
record Encodings(Map<String, String> names, Map<String, String> upperHalves) {
    /** The longest label, with some white space around it. */
    private static final int LABEL_MAX = 100;

    private static final int UPPER_HALF = 128;

    static Encodings load() {
        var names = new HashMap<String, String>();
        for (var line : lines("labels.txt")) {
            int colon = line.indexOf(": ");
            for (var label : line.substring(colon + 2).split(" ")) names.put(label, line.substring(0, colon));
        }
        var upperHalves = new HashMap<String, String>();
        for (var line : lines("single-byte.txt")) {
            int space = line.indexOf(' ');
            upperHalves.put(line.substring(0, space), units(line.substring(space + 1)));
        }
        upperHalves.put("iso-8859-8-i", upperHalves.get("iso-8859-8"));
        return new Encodings(Map.copyOf(names), Map.copyOf(upperHalves));
    }

    /** The name of the encoding that a label stands for; null if it is none of ours. */
    @Nullable
    String named(String label) {
        if (label.length() > LABEL_MAX) return null;
        return names.get(label.replaceAll("^[\t\n\f\r ]+|[\t\n\f\r ]+$", "").toLowerCase(Locale.ROOT));
    }

    private static String units(String hex) {
        if (hex.length() != 4 * UPPER_HALF) throw new IllegalStateException("128 code units are 512 hex digits");
        var units = new StringBuilder(UPPER_HALF);
        for (int i = 0; i < UPPER_HALF; i++) units.append((char) Integer.parseInt(hex, 4 * i, 4 * i + 4, 16));
        return units.toString();
    }

    private static List<String> lines(String name) {
        try (var in = Encodings.class.getResourceAsStream("/encodings/" + name)) {
            if (in == null) throw new IllegalStateException("the jar lacks encodings/" + name);
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
