package dev.mayfly.isolates.worker.isolate;

import java.util.ArrayList;
import java.util.List;

/** The {@code Content-Length} of bodies that are whole here and are streamed for their size. */
final class Lengths {
    private static final String NAME = "content-length";

    private Lengths() {}

    /** These headers with the true length, whatever they said of it. */
    static String[] of(String[] namesAndValues, int length) {
        List<String> told = new ArrayList<>(namesAndValues.length + 2);
        for (int i = 0; i < namesAndValues.length; i += 2)
            if (!namesAndValues[i].equalsIgnoreCase(NAME))
                told.addAll(List.of(namesAndValues[i], namesAndValues[i + 1]));
        told.addAll(List.of(NAME, Integer.toString(length)));
        return told.toArray(String[]::new);
    }
}
