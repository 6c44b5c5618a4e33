package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.js.lang.JavaScriptLanguage;
import dev.mayfly.isolates.frames.Message;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Source;

/** A deployed bundle: its modules as sources that are parsed once and shared by all its isolates, and its env. */
public final class Deployment {
    /** What a host sends for a function that has neither variables nor secrets nor bindings: nothing to be read. */
    private static final String EMPTY_ENV = "{\"vars\":{},\"secrets\":{},\"bindings\":{}}";

    private static final String MAP = "map";

    private final String account;
    private final String main;
    private final String env;
    private final Map<String, Message.Module> modules;
    private final Source mainSource;
    private final boolean node;
    private final SourceMaps sourceMaps;
    private final Map<String, com.oracle.truffle.api.source.Source> sources = new ConcurrentHashMap<>();

    public Deployment(Message.Deploy deploy) {
        this.account = deploy.account();
        this.main = ModuleNames.normal(deploy.main());
        this.env = deploy.env().equals(EMPTY_ENV) ? "" : deploy.env();
        this.modules = deploy.modules().stream()
                .filter(m -> !m.kind().equals(MAP))
                .collect(Collectors.toUnmodifiableMap(m -> ModuleNames.normal(m.name()), m -> m, (a, b) -> b));
        var maps = deploy.modules().stream()
                .filter(m -> m.kind().equals(MAP))
                .collect(Collectors.toUnmodifiableMap(
                        m -> ModuleNames.normal(m.name()), Message.Module::content, (a, b) -> b));
        this.sourceMaps =
                new SourceMaps(name -> Optional.ofNullable(maps.get(name)).map(Deployment::utf8), this::text);
        this.node = deploy.flags().contains("nodejs_compat");
        this.mainSource = Source.newBuilder("js", text(main).orElse(""), main)
                .uri(url(main))
                .mimeType(JavaScriptLanguage.MODULE_MIME_TYPE)
                .cached(true)
                .buildLiteral();
    }

    /** Whose function it is. */
    public String account() {
        return account;
    }

    public String main() {
        return main;
    }

    public String env() {
        return env;
    }

    /** Whether it may import modules of Node.js. */
    boolean node() {
        return node;
    }

    /** Whether the bundle has this file; stack frames of other files are not shown. */
    boolean has(String name) {
        return modules.containsKey(name);
    }

    /** The place that the author knows, of one in the bundle. */
    GuestErrors.Place original(GuestErrors.Place place) {
        return sourceMaps.original(place);
    }

    Source mainSource() {
        return mainSource;
    }

    /** The module of this name as JavaScript, if the bundle has it. */
    Optional<com.oracle.truffle.api.source.Source> source(String name) {
        var known = sources.get(name);
        if (known != null) return Optional.of(known);
        return text(name).map(text -> sources.computeIfAbsent(name, n -> module(n, text)));
    }

    static com.oracle.truffle.api.source.Source module(String name, String text) {
        return com.oracle.truffle.api.source.Source.newBuilder("js", text, name)
                .uri(url(name))
                .mimeType(JavaScriptLanguage.MODULE_MIME_TYPE)
                .build();
    }

    /** What {@code import.meta.url} says. */
    private static URI url(String name) {
        try {
            return new URI("file", "", "/" + name, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no name of a module: " + name, e);
        }
    }

    private Optional<String> text(String name) {
        var module = modules.get(name);
        return module == null ? Optional.empty() : Optional.of(script(module));
    }

    /** The JavaScript that a module of any kind amounts to. */
    private static String script(Message.Module module) {
        var content = module.content();
        return switch (module.kind()) {
            case "text" -> "export default " + Json.quoted(utf8(content)) + ";";
            case "json" -> "export default JSON.parse(" + Json.quoted(utf8(content)) + ");";
            case "data" -> """
                    const text = %s, bytes = new Uint8Array(text.length);
                    for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
                    export default bytes.buffer;""".formatted(Json.quoted(new String(content, StandardCharsets.ISO_8859_1)));
            default -> utf8(content);
        };
    }

    private static String utf8(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }
}
