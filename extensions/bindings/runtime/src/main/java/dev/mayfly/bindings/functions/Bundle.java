package dev.mayfly.bindings.functions;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The code of a version: its modules as they were sent. JSON carries contents in base64.
 *
 * @param flags what the code asks of the platform that runs it; in the order of their names
 */
public record Bundle(String mainModule, List<Module> modules, List<Flag> flags) {
    /** The largest sum of all contents. */
    public static final long MAX_BYTES = 10L << 20;

    /** What JSON leaves out is no flag. */
    public Bundle(String mainModule, List<Module> modules, @Nullable List<Flag> flags) {
        this.mainModule = mainModule;
        this.modules = List.copyOf(modules);
        this.flags = flags == null ? List.of() : List.copyOf(new TreeSet<>(flags));
    }

    /** Code that asks for nothing. */
    public Bundle(String mainModule, List<Module> modules) {
        this(mainModule, modules, List.of());
    }

    /** The same code, which asks for this. */
    public Bundle with(Set<Flag> asked) {
        return new Bundle(mainModule, modules, List.copyOf(asked));
    }

    /** A compatibility flag of Workers that changes how code runs. */
    public enum Flag {
        /** Modules of Node.js ({@code node:buffer}, {@code node:events}, …), and the globals {@code Buffer} and {@code process}. */
        nodejs_compat
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
        data,
        /** A source map: nothing that can be imported; errors are told by it. */
        map
    }
}
