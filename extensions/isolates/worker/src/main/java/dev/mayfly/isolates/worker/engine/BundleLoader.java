package dev.mayfly.isolates.worker.engine;

import com.oracle.js.parser.ir.Module.ModuleRequest;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.source.Source;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.Errors;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.objects.AbstractModuleRecord;
import com.oracle.truffle.js.runtime.objects.CyclicModuleRecord;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSModuleLoader;
import com.oracle.truffle.js.runtime.objects.JSModuleRecord;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.ScriptOrModule;
import com.oracle.truffle.js.runtime.objects.SyntheticModuleRecord;
import com.oracle.truffle.js.runtime.objects.Undefined;
import dev.mayfly.isolates.realm.Realms;
import dev.mayfly.isolates.worker.web.NodeModules;
import dev.mayfly.isolates.worker.web.Prelude;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Gives one isolate the modules of its bundle, and none else. The engine's own loader would read files: this one knows only the
 * deployment's sources, so that there is no file system to lock up and parsing is shared by all isolates of the deployment.
 */
final class BundleLoader implements JSModuleLoader {
    private static final VarHandle LOADER_OF_REALM;

    private static final Set<String> BUILT_IN = Set.of("mayfly:workers", "cloudflare:workers");
    private static final Map<String, Source> BUILT_IN_SOURCES = new ConcurrentHashMap<>();

    static {
        try {
            LOADER_OF_REALM = MethodHandles.privateLookupIn(JSRealm.class, MethodHandles.lookup())
                    .findVarHandle(JSRealm.class, "moduleLoader", JSModuleLoader.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final TruffleString NODE = Strings.fromJavaString("node");
    private static final TruffleString DEFAULT = Strings.fromJavaString("default");
    private static final Map<String, NodeShape> NODE_SHAPES = new ConcurrentHashMap<>();

    /** What all isolates share of a module of Node.js. */
    private record NodeShape(Source source, SyntheticModuleRecord.SharedData exports) {
        static NodeShape of(String specifier, List<String> exports) {
            var names = Stream.concat(Stream.of("default"), exports.stream())
                    .map(Strings::fromJavaString)
                    .toList();
            var source = Source.newBuilder("js", "", specifier).internal(true).build();
            return new NodeShape(source, SyntheticModuleRecord.SharedData.fromExportNames(names));
        }
    }

    private final JSRealm realm;
    private final Shared shared;
    private final Map<String, AbstractModuleRecord> loaded = new HashMap<>();
    private final Map<TruffleString, Symbol> symbols = new HashMap<>();
    private @Nullable Missing missing;

    /** What is not this isolate's alone: as a node it is where the measurement of its heap stops. */
    private static final class Shared extends Node {
        private final Deployment deployment;

        Shared(Deployment deployment) {
            this.deployment = deployment;
        }
    }

    /** An import that leads nowhere. */
    record Missing(String importer, String specifier) {
        String message() {
            var message = "The bundle has no module \"%s\", which %s imports".formatted(specifier, importer);
            return NodeModules.named(specifier).isEmpty()
                    ? message
                    : message + "; the compatibility flag nodejs_compat brings it";
        }
    }

    private BundleLoader(JSRealm realm, Deployment deployment) {
        this.realm = realm;
        this.shared = new Shared(deployment);
    }

    /** Makes a loader the one of the context that this thread is in. */
    static BundleLoader install(Deployment deployment) {
        var realm = JSRealm.get(null);
        var loader = new BundleLoader(realm, deployment);
        LOADER_OF_REALM.set(realm, loader);
        return loader;
    }

    /** The loader of the context that this thread is in. */
    static BundleLoader current() {
        return (BundleLoader) JSRealm.get(null).getModuleLoader();
    }

    /** Registered symbols that only this isolate knows. */
    Map<TruffleString, Symbol> symbols() {
        return symbols;
    }

    /** The import that failed last, if one did. */
    Optional<Missing> missing() {
        return Optional.ofNullable(missing);
    }

    /** The module that is asked, as far as it was loaded. */
    Optional<ModuleOutline> outline(String name) {
        return loaded.get(name) instanceof JSModuleRecord module
                ? Optional.of(new ModuleOutline(module))
                : Optional.empty();
    }

    /** A module that takes what another does not give, and what that is. */
    Optional<Map.Entry<ModuleOutline, ModuleOutline.Unresolved>> unresolved() {
        return loaded.values().stream()
                .filter(module -> module instanceof JSModuleRecord record && !record.isLinked())
                .sorted(Comparator.comparing(module -> module.getSource().getName()))
                .map(module -> new ModuleOutline((JSModuleRecord) module))
                .flatMap(outline -> outline.unresolved().map(what -> Map.entry(outline, what)).stream())
                .findFirst();
    }

    /** Whether the main module has run to its end; one with a top-level await may not have. */
    boolean evaluated() {
        return loaded.get(shared.deployment.main()) instanceof CyclicModuleRecord main
                && main.getStatus() == CyclicModuleRecord.Status.Evaluated;
    }

    /** Whether the main module has thrown, be it behind a top-level await. */
    boolean failed() {
        return loaded.get(shared.deployment.main()) instanceof CyclicModuleRecord main
                && main.getEvaluationError() != null;
    }

    @Override
    public AbstractModuleRecord resolveImportedModule(ScriptOrModule importer, ModuleRequest request) {
        var specifier = request.specifier().toJavaStringUncached();
        var from = importer == null ? "" : importer.getSource().getName();
        var name = BUILT_IN.contains(specifier)
                ? Optional.of(specifier)
                : ModuleNames.resolve(from, specifier).filter(shared.deployment::has);
        if (name.isEmpty()) {
            var node = NodeModules.named(specifier).filter(found -> shared.deployment.node());
            if (node.isPresent()) return node(node.get());
            missing = new Missing(from, specifier);
            throw Errors.createError(missing.message());
        }
        var known = loaded.get(name.get());
        if (known != null) return known;
        var source = BUILT_IN.contains(specifier)
                ? builtIn(specifier)
                : shared.deployment.source(name.get()).orElseThrow();
        return load(name.get(), source);
    }

    @Override
    public AbstractModuleRecord addLoadedModule(ModuleRequest request, AbstractModuleRecord module) {
        var name = module.getSource().getName();
        var before = loaded.putIfAbsent(name, module);
        return before == null ? module : before;
    }

    private static Source builtIn(String specifier) {
        return BUILT_IN_SOURCES.computeIfAbsent(specifier, name -> Deployment.module(name, Prelude.workersModule()));
    }

    /** A module of Node.js: what its part of the prelude answers, under the names that stand in front of it. */
    private AbstractModuleRecord node(String name) {
        var specifier = "node:" + name;
        var known = loaded.get(specifier);
        if (known != null) return known;
        var shape = NODE_SHAPES.computeIfAbsent(name, n -> NodeShape.of(specifier, NodeModules.exports(n)));
        var module = new SyntheticModuleRecord(
                realm.getContext(), shape.source, Undefined.instance, shape.exports, record -> fill(record, name));
        loaded.put(specifier, module);
        return module;
    }

    private void fill(SyntheticModuleRecord module, String name) {
        var entry = Realms.entry(realm);
        var made = (JSDynamicObject)
                JSFunction.call(JSArguments.create(entry, JSObject.get(entry, NODE), Strings.fromJavaString(name)));
        module.setSyntheticModuleExport(DEFAULT, made);
        for (var export : NodeModules.exports(name)) {
            var key = Strings.fromJavaString(export);
            module.setSyntheticModuleExport(key, JSObject.get(made, key));
        }
    }

    private AbstractModuleRecord load(String name, Source source) {
        var parsed = realm.getContext().getEvaluator().envParseModule(realm, source);
        var module = new JSModuleRecord(parsed, this);
        loaded.put(name, module);
        return module;
    }
}
