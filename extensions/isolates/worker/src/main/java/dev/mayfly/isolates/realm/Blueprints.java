package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.object.DynamicObject;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.js.builtins.JSBuiltinsContainer;
import com.oracle.truffle.js.nodes.function.JSBuiltin;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * How the objects of a realm get their builtin functions. A realm is always built in the same order, so the n-th object is the same
 * in each: the first realm shows what it gets, and from then on it gets all of it at once, by its shape. An object that turns out to be
 * another than it was is given its functions one by one, as the engine would have done.
 */
public final class Blueprints {
    private static final MethodHandle SET_SHAPE;

    static {
        try {
            SET_SHAPE = MethodHandles.privateLookupIn(DynamicObject.class, MethodHandles.lookup())
                    .findVirtual(DynamicObject.class, "setShape", MethodType.methodType(void.class, Shape.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final List<Blueprint> all = new CopyOnWriteArrayList<>();

    int count() {
        return all.size();
    }

    /** Woven in place of the engine's method of this name. */
    public static void putFunctionsFromContainer(JSRealm realm, JSDynamicObject object, JSBuiltinsContainer container) {
        var number = RealmKeep.of(realm).next();
        Realms.of(realm.getContext()).blueprints().put(realm, object, container, number);
    }

    private void put(JSRealm realm, JSDynamicObject object, JSBuiltinsContainer container, int number) {
        if (number >= all.size()) {
            synchronized (all) {
                if (number == all.size()) all.add(new Blueprint(container, object.getShape(), number));
            }
            putNow(realm, object, container);
            return;
        }
        var blueprint = all.get(number);
        if (blueprint.fits(object, container)) blueprint.apply(realm.getContext(), object);
        else putNow(realm, object, container);
    }

    /** Woven in place of the engine's own look at a property while it builds a realm: what it wants is the function itself. */
    public static Object getOrNull(JSDynamicObject object, Object key, JSRealm realm) {
        return taken(JSDynamicObject.getOrNull(object, key), realm);
    }

    /** As {@link #getOrNull}. */
    public static Object getOrDefault(JSDynamicObject object, Object key, Object otherwise, JSRealm realm) {
        return taken(JSDynamicObject.getOrDefault(object, key, otherwise), realm);
    }

    /** As {@link #getOrNull}, for a look that would run what stands behind the property. */
    public static Object get(JSDynamicObject object, Object key, JSRealm realm) {
        return JSDynamicObject.getOrNull(object, key) instanceof LazyFunction function
                ? RealmKeep.of(realm).get(function)
                : JSObject.get(object, key);
    }

    private static Object taken(Object value, JSRealm realm) {
        return value instanceof LazyFunction function ? RealmKeep.of(realm).get(function) : value;
    }

    private static void putNow(JSRealm realm, JSDynamicObject object, JSBuiltinsContainer container) {
        var context = realm.getContext();
        container.forEachBuiltin(builtin -> {
            if (!builtin.isIncluded(context)) return;
            var function = JSFunction.create(realm, builtin.createFunctionData(context));
            JSObjectUtil.putDataProperty(object, builtin.getKey(), function, builtin.getAttributeFlags());
        });
    }

    /** One object of a realm, before and after it was given its functions. */
    private static final class Blueprint {
        private final JSBuiltinsContainer container;
        private final Shape before;
        private final int number;
        private volatile @Nullable Shape after;

        Blueprint(JSBuiltinsContainer container, Shape before, int number) {
            this.container = container;
            this.before = before;
            this.number = number;
        }

        boolean fits(JSDynamicObject object, JSBuiltinsContainer wanted) {
            return container == wanted && before == object.getShape();
        }

        void apply(JSContext context, JSDynamicObject object) {
            var known = after;
            if (known == null) grow(context, object);
            else become(object, known);
        }

        private synchronized void grow(JSContext context, JSDynamicObject object) {
            var known = after;
            if (known != null) {
                become(object, known);
                return;
            }
            var builtins = new ArrayList<JSBuiltin>();
            container.forEachBuiltin(builtin -> {
                if (builtin.isIncluded(context)) builtins.add(builtin);
            });
            for (int place = 0; place < builtins.size(); place++) {
                var builtin = builtins.get(place);
                var function = new LazyFunction(
                        number, place, builtins.size(), builtin.getKey(), builtin.createFunctionData(context));
                JSObjectUtil.putProxyProperty(object, builtin.getKey(), function, builtin.getAttributeFlags());
            }
            after = object.getShape();
        }

        private static void become(JSDynamicObject object, Shape shape) {
            try {
                SET_SHAPE.invokeExact((DynamicObject) object, shape);
            } catch (Throwable e) {
                throw new IllegalStateException("an object of the realm cannot be given its shape", e);
            }
        }
    }
}
