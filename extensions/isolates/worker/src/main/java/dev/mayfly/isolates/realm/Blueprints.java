package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.object.DynamicObject;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.js.builtins.JSBuiltinsContainer;
import com.oracle.truffle.js.nodes.function.JSBuiltin;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Properties;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionObject;
import com.oracle.truffle.js.runtime.objects.Accessor;
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
import com.oracle.truffle.js.runtime.objects.JSObject;
import com.oracle.truffle.js.runtime.objects.JSObjectUtil;
import com.oracle.truffle.js.runtime.objects.JSProperty;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
        Realms.of(realm.getContext()).blueprints().put(realm, object, container, Kind.FUNCTIONS);
    }

    /** Woven in place of the engine's method of this name. */
    public static void putAccessorsFromContainer(JSRealm realm, JSDynamicObject object, JSBuiltinsContainer container) {
        Realms.of(realm.getContext()).blueprints().put(realm, object, container, Kind.ACCESSORS);
    }

    /** Woven into the engine's accessors: what is read is the function, also where the accessor is one for all realms. */
    public static Object accessor(Object function) {
        return function instanceof LazyFunction lazy ? lazy.get() : function;
    }

    private void put(JSRealm realm, JSDynamicObject object, JSBuiltinsContainer container, Kind kind) {
        int number = RealmKeep.of(realm).next();
        if (number >= all.size()) {
            synchronized (all) {
                if (number == all.size()) all.add(new Blueprint(kind, container, number));
            }
            kind.putNow(realm, object, container);
            return;
        }
        if (!all.get(number).apply(kind, realm.getContext(), object, container)) kind.putNow(realm, object, container);
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

    /** What an object gets. */
    private enum Kind {
        FUNCTIONS {
            @Override
            void putNow(JSRealm realm, JSDynamicObject object, JSBuiltinsContainer container) {
                container.forEachBuiltin(builtin -> {
                    if (!isIncluded(builtin, realm.getContext())) return;
                    JSObjectUtil.putDataProperty(
                            object, builtin.getKey(), made(realm, builtin), builtin.getAttributeFlags());
                });
            }

            @Override
            void putLazily(JSContext context, JSDynamicObject object, JSBuiltinsContainer container, Maker maker) {
                container.forEachBuiltin(builtin -> {
                    if (!isIncluded(builtin, context)) return;
                    var function = maker.make(builtin);
                    JSObjectUtil.putProxyProperty(object, builtin.getKey(), function, builtin.getAttributeFlags());
                });
            }
        },
        ACCESSORS {
            @Override
            void putNow(JSRealm realm, JSDynamicObject object, JSBuiltinsContainer container) {
                container.forEachAccessor((getter, setter) -> {
                    var get = isIncluded(getter, realm.getContext()) ? made(realm, getter) : null;
                    var set = isIncluded(setter, realm.getContext()) ? made(realm, setter) : null;
                    if (get == null && set == null) return;
                    var builtin = getter != null ? getter : setter;
                    JSObjectUtil.putBuiltinAccessorProperty(
                            object, builtin.getKey(), new Accessor(get, set), builtin.getAttributeFlags());
                });
            }

            @Override
            void putLazily(JSContext context, JSDynamicObject object, JSBuiltinsContainer container, Maker maker) {
                container.forEachAccessor((getter, setter) -> {
                    var get = isIncluded(getter, context) ? maker.make(getter) : null;
                    var set = isIncluded(setter, context) ? maker.make(setter) : null;
                    if (get == null && set == null) return;
                    var builtin = getter != null ? getter : setter;
                    Properties.putConstantUncached(
                            object,
                            builtin.getKey(),
                            new Accessor(get, set),
                            builtin.getAttributeFlags() | JSProperty.ACCESSOR);
                });
            }
        };

        abstract void putNow(JSRealm realm, JSDynamicObject object, JSBuiltinsContainer container);

        abstract void putLazily(JSContext context, JSDynamicObject object, JSBuiltinsContainer container, Maker maker);

        private static boolean isIncluded(@Nullable JSBuiltin builtin, JSContext context) {
            return builtin != null && builtin.isIncluded(context);
        }

        private static JSFunctionObject made(JSRealm realm, JSBuiltin builtin) {
            return JSFunction.create(realm, builtin.createFunctionData(realm.getContext()));
        }
    }

    /** Makes the functions of one object. */
    private static final class Maker {
        private final JSContext context;
        private final int object;
        private int places;

        Maker(JSContext context, int object) {
            this.context = context;
            this.object = object;
        }

        LazyFunction make(JSBuiltin builtin) {
            return new LazyFunction(object, places++, builtin.getKey(), builtin.createFunctionData(context));
        }
    }

    /** One object of a realm, before and after it was given its functions. */
    private static final class Blueprint {
        private final Kind kind;
        private final JSBuiltinsContainer container;
        private final int number;
        private volatile @Nullable Growth growth;

        Blueprint(Kind kind, JSBuiltinsContainer container, int number) {
            this.kind = kind;
            this.container = container;
            this.number = number;
        }

        /** Whether the object was given its functions. */
        boolean apply(Kind wantedKind, JSContext context, JSDynamicObject object, JSBuiltinsContainer wanted) {
            if (kind != wantedKind || container != wanted) return false;
            var known = growth;
            if (known == null) known = grow(context, object);
            if (object.getShape() == known.before) become(object, known.after);
            return object.getShape() == known.after;
        }

        private synchronized Growth grow(JSContext context, JSDynamicObject object) {
            var known = growth;
            if (known != null) return known;
            var before = object.getShape();
            kind.putLazily(context, object, container, new Maker(context, number));
            return growth = new Growth(before, object.getShape());
        }

        /** Shapes of the object in the second realm; it may have been given functions before, so they are none of the first's. */
        private record Growth(Shape before, Shape after) {}

        private static void become(JSDynamicObject object, Shape shape) {
            try {
                SET_SHAPE.invokeExact((DynamicObject) object, shape);
            } catch (Throwable e) {
                throw new IllegalStateException("an object of the realm cannot be given its shape", e);
            }
        }
    }
}
