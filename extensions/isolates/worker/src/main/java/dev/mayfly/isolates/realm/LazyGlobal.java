package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSArguments;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Strings;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.objects.JSAttributes;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;
import com.oracle.truffle.js.runtime.objects.PropertyProxy;
import com.oracle.truffle.js.runtime.objects.Undefined;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A global of the prelude's whose part is loaded when it is first asked for. To JavaScript it is the plain data property that it becomes
 * then; until then it lies in the shape of the global object and takes no room in it, so that each realm has all of them for nothing.
 */
public final class LazyGlobal extends PropertyProxy {
    private static final HiddenKey LOADER = new HiddenKey("mayfly.loader");
    private static final TruffleString GLOBALS = Strings.fromJavaString("globals");
    private static final TruffleString NODE_GLOBALS = Strings.fromJavaString("nodeGlobals");
    private static final TruffleString GLOBAL = Strings.fromJavaString("global");

    /** One of each name, so that all isolates' global objects have the same shapes. */
    private static final Map<TruffleString, LazyGlobal> OF_THE_WEB = new ConcurrentHashMap<>();

    private static final Map<TruffleString, LazyGlobal> OF_NODE = new ConcurrentHashMap<>();

    private final TruffleString name;
    private final boolean node;

    private LazyGlobal(TruffleString name, boolean node) {
        this.name = name;
        this.node = node;
    }

    /** Gives a realm the globals that the prelude's entry names. */
    public static void install(JSRealm realm, JSDynamicObject entry) {
        var global = realm.getGlobalObject();
        JSObjectUtil.putHiddenProperty(global, LOADER, JSObject.get(entry, GLOBAL));
        put(global, entry, GLOBALS, name -> OF_THE_WEB.computeIfAbsent(name, key -> new LazyGlobal(key, false)));
    }

    /** Gives a realm that was {@link #install installed} those too that are there for Node.js, some of them in the place of the web's. */
    public static void installNode(JSRealm realm, JSDynamicObject entry) {
        put(
                realm.getGlobalObject(),
                entry,
                NODE_GLOBALS,
                name -> OF_NODE.computeIfAbsent(name, key -> new LazyGlobal(key, true)));
    }

    private static void put(
            JSDynamicObject global,
            JSDynamicObject entry,
            TruffleString table,
            Function<TruffleString, LazyGlobal> known) {
        for (TruffleString name : JSObject.enumerableOwnNames((JSDynamicObject) JSObject.get(entry, table)))
            JSObjectUtil.defineProxyProperty(
                    global, name, known.apply(name), JSAttributes.configurableNotEnumerableWritable());
    }

    @Override
    @TruffleBoundary
    public Object get(JSDynamicObject store) {
        var loader = JSObjectUtil.getHiddenProperty(store, LOADER);
        var value = JSFunction.call(JSArguments.create(Undefined.instance, loader, name, node));
        set(store, value);
        return value;
    }

    /** Loaded or written over, it is an ordinary property from then on. */
    @Override
    @TruffleBoundary
    public boolean set(JSDynamicObject store, Object value) {
        int flags = store.getShape().getProperty(name).getFlags() & JSAttributes.ATTRIBUTES_MASK;
        JSObjectUtil.defineDataProperty(store, name, value, flags);
        return true;
    }
}
