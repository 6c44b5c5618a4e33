package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.CompilerDirectives.TruffleBoundary;
import com.oracle.truffle.api.strings.TruffleString;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.objects.JSAttributes;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;
import com.oracle.truffle.js.runtime.objects.PropertyProxy;
import java.util.Map;

/**
 * A builtin function as a property that all realms share: it lies in the shape of its object and takes no room in the object itself.
 * To JavaScript it is the plain data property that it stands for.
 */
public final class LazyFunction extends PropertyProxy {
    private final int object;
    private final int place;
    private final Object key;
    private final JSFunctionData data;

    /** @param object its place in the order in which a realm is built; {@code place} on it */
    LazyFunction(int object, int place, Object key, JSFunctionData data) {
        this.object = object;
        this.place = place;
        this.key = key;
        this.data = data;
    }

    /**
     * Gives an object of a realm that is being built functions that are made when they are first asked for.
     *
     * @param functions by their names
     */
    public static void put(JSRealm realm, JSDynamicObject object, Map<TruffleString, JSFunctionData> functions) {
        int number = RealmKeep.of(realm).next(), place = 0;
        for (var each : functions.entrySet()) {
            var function = new LazyFunction(number, place++, each.getKey(), each.getValue());
            JSObjectUtil.putProxyProperty(
                    object, each.getKey(), function, JSAttributes.configurableEnumerableWritable());
        }
    }

    int object() {
        return object;
    }

    int place() {
        return place;
    }

    JSFunctionData data() {
        return data;
    }

    @Override
    public Object get(JSDynamicObject store) {
        return get();
    }

    /** The function itself, in the realm that this thread is in. */
    Object get() {
        return RealmKeep.of(JSRealm.get(null)).get(this);
    }

    /** Written over, it is an ordinary property from then on. */
    @Override
    @TruffleBoundary
    public boolean set(JSDynamicObject store, Object value) {
        int flags = store.getShape().getProperty(key).getFlags() & JSAttributes.ATTRIBUTES_MASK;
        JSObjectUtil.defineDataProperty(store, key, value, flags);
        return true;
    }
}
