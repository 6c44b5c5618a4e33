package dev.mayfly.isolates.worker.engine;

import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Symbol;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The registry behind {@code Symbol.for}, bounded. The engine keeps one for all contexts and never empties it: a guest could fill the
 * worker with symbols. Here the first names are shared, which keeps property lookups fast and tells nobody anything since a symbol
 * carries no state; all further ones belong to their isolate and go with it.
 */
final class SharedSymbols extends AbstractMap<TruffleString, Symbol> {
    static final int SHARED_MAX = 1024;
    private static final int SHARED_LENGTH_MAX = 128;

    private final Map<TruffleString, Symbol> shared = new ConcurrentHashMap<>();

    /** Gives the context of this thread's realm such a registry, unless it has one. */
    static void install() {
        var context = JSRealm.get(null).getContext();
        if (context.getSymbolRegistry() instanceof SharedSymbols) return;
        try {
            var field = JSContext.class.getDeclaredField("symbolRegistry");
            field.setAccessible(true);
            field.set(context, new SharedSymbols());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this engine's symbol registry cannot be bounded", e);
        }
    }

    /** What this thread's context shares with all others. */
    static int sharedSize() {
        return ((SharedSymbols) JSRealm.get(null).getContext().getSymbolRegistry()).shared.size();
    }

    @Override
    public Symbol computeIfAbsent(TruffleString name, Function<? super TruffleString, ? extends Symbol> make) {
        var known = shared.get(name);
        if (known != null) return known;
        if (mayShare(name)) return shared.computeIfAbsent(name, make);
        return BundleLoader.current().symbols().computeIfAbsent(name, make);
    }

    /** All that this thread's context can see. */
    @Override
    public Set<Entry<TruffleString, Symbol>> entrySet() {
        var all = new HashMap<>(shared);
        all.putAll(BundleLoader.current().symbols());
        return all.entrySet();
    }

    private boolean mayShare(TruffleString name) {
        return shared.size() < SHARED_MAX && name.byteLength(TruffleString.Encoding.UTF_16) <= SHARED_LENGTH_MAX;
    }
}
