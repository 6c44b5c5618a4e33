package dev.mayfly.control.v4.upload;

import java.util.List;
import java.util.Map;

/** What is noted with versions that came by the v4 API, only to be told again. */
public final class Notes {
    public static final String TAG = "tag";
    public static final String AUTHOR = "author";
    public static final String COMPATIBILITY_DATE = "compatibility_date";
    static final String COMPATIBILITY_FLAGS = "compatibility_flags";

    private Notes() {}

    public static List<String> flags(Map<String, String> notes) {
        String flags = notes.getOrDefault(COMPATIBILITY_FLAGS, "");
        return flags.isEmpty() ? List.of() : List.of(flags.split(","));
    }
}
