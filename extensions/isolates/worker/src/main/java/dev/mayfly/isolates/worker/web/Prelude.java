package dev.mayfly.isolates.worker.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.graalvm.polyglot.Source;

/**
 * The JavaScript that stands between a function and the host. Sources are made once, so that all contexts of an engine
 * share their parsed form.
 */
public final class Prelude {
    private static final Source CORE = source("core");
    private static final Map<String, Source> PARTS = Stream.concat(
                    Stream.of(
                            "blob",
                            "body",
                            "byob",
                            "byob-tee",
                            "callsites",
                            "clone",
                            "coding",
                            "compression",
                            "console",
                            "crypto",
                            "disposal",
                            "encoding",
                            "env",
                            "errorevents",
                            "events",
                            "eventsource",
                            "exception",
                            "fetch",
                            "filereader",
                            "formdata",
                            "globalevents",
                            "handover",
                            "headers",
                            "htmlrewriter",
                            "inspect",
                            "iterables",
                            "language",
                            "messages",
                            "performance",
                            "pipe",
                            "promises",
                            "pump",
                            "queuing",
                            "request",
                            "streams",
                            "subtle",
                            "timers",
                            "transform",
                            "url",
                            "urlpattern",
                            "websocket",
                            "writable"),
                    NodeModules.parts())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), Prelude::source));
    private static final Map<String, com.oracle.truffle.api.source.Source> INTERNAL = Stream.concat(
                    Stream.of("core"), PARTS.keySet().stream())
            .collect(Collectors.toUnmodifiableMap(
                    Function.identity(),
                    name -> com.oracle.truffle.api.source.Source.newBuilder("js", text(name), "mayfly:" + name)
                            .internal(true)
                            .build()));
    private static final String WORKERS_MODULE = text("workers-module");

    private Prelude() {}

    /** Evaluates to {@code install(host, envSpecJson)}, which answers the entry object. */
    public static Source core() {
        return CORE;
    }

    /** A part that the core asks for by {@code host.part(name)}; evaluates to a function. */
    public static Source part(String name) {
        Source part = PARTS.get(name);
        if (part == null) throw new IllegalArgumentException("the prelude has no part " + name);
        return part;
    }

    /** The core or a part, for use inside the engine. */
    public static com.oracle.truffle.api.source.Source internal(String name) {
        var source = INTERNAL.get(name);
        if (source == null) throw new IllegalArgumentException("the prelude has no part " + name);
        return source;
    }

    /** All parts, so that an engine can be warmed with them. */
    public static Iterable<Source> parts() {
        return PARTS.values();
    }

    /** The ES module that functions import as {@code mayfly:workers} or {@code cloudflare:workers}. */
    public static String workersModule() {
        return WORKERS_MODULE;
    }

    private static Source source(String name) {
        try {
            return Source.newBuilder("js", text(name), "mayfly:" + name)
                    .cached(true)
                    .internal(true)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        try (InputStream in = Prelude.class.getResourceAsStream("/prelude/" + name + ".js")) {
            if (in == null) throw new IllegalStateException("the jar lacks prelude/" + name + ".js");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
