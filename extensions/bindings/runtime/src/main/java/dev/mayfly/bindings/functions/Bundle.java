package dev.mayfly.bindings.functions;

import java.util.List;

/** The code of a version: its modules as they were sent. JSON carries contents in base64. */
public record Bundle(String mainModule, List<Module> modules) {
    /** The largest sum of all contents. */
    public static final long MAX_BYTES = 10L << 20;

    public Bundle {
        modules = List.copyOf(modules);
    }

    /** @param name its path as other modules import it, such as {@code lib/date.js} */
    public record Module(String name, Kind kind, byte[] content) {}

    public enum Kind {
        /** An ES module. */
        esm,
        /** The default export is the text. */
        text,
        /** The default export is the parsed JSON value. */
        json,
        /** The default export is an ArrayBuffer. */
        data
    }
}
