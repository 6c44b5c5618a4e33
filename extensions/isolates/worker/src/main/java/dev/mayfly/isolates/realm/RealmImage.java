package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.api.strings.AbstractTruffleString;
import com.oracle.truffle.js.runtime.JSAgent;
import com.oracle.truffle.js.runtime.JSContext;
import com.oracle.truffle.js.runtime.JSContextOptions;
import com.oracle.truffle.js.runtime.JSFrameUtil;
import com.oracle.truffle.js.runtime.JSRealm;
import com.oracle.truffle.js.runtime.Symbol;
import com.oracle.truffle.js.runtime.array.ScriptArray;
import com.oracle.truffle.js.runtime.builtins.JSClass;
import com.oracle.truffle.js.runtime.builtins.JSFunction;
import com.oracle.truffle.js.runtime.builtins.JSFunctionData;
import com.oracle.truffle.js.runtime.objects.Null;
import com.oracle.truffle.js.runtime.objects.PropertyProxy;
import com.oracle.truffle.js.runtime.objects.Undefined;
import com.oracle.truffle.js.runtime.util.PrintWriterWrapper;
import com.oracle.truffle.regex.RegexObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import sun.misc.Unsafe;

/**
 * A realm as it is before any guest has seen it, with the list of all references between its objects. A new realm is a copy of each
 * object, with the references set to the copies: some thousand stores instead of the engine's several hundred thousand steps. What no
 * guest can change (shapes, code, names) is shared.
 *
 * <p>An object of a kind that is not known here ends the taking of the image with an error: better no worker than realms that share.
 */
final class RealmImage {
    private static final Unsafe UNSAFE = unsafe();
    private static final int ENV = -1;
    private static final int NOTHING = -2;
    /** Caches that the engine makes when it first needs them: a copy begins without. */
    private static final Set<String> LEFT_EMPTY = Set.of("compiledRegexCache");

    private final Object[] originals;
    private final int[] holders;
    private final long[] offsets;
    private final int[] targets;

    private RealmImage(Object[] originals, List<Reference> references) {
        this.originals = originals;
        this.holders = references.stream().mapToInt(Reference::holder).toArray();
        this.offsets = references.stream().mapToLong(Reference::offset).toArray();
        this.targets = references.stream().mapToInt(Reference::target).toArray();
    }

    /** @param target the place of the object referred to, or {@link #ENV}, or {@link #NOTHING} */
    private record Reference(int holder, long offset, int target) {}

    /** Takes the image of a realm that nobody else uses from now on. */
    static RealmImage of(JSRealm realm) {
        return new Walk(realm.getEnv()).from(realm);
    }

    int objects() {
        return originals.length;
    }

    @SuppressWarnings("removal")
    JSRealm copy(TruffleLanguage.Env env) {
        var copies = new Object[originals.length];
        for (int i = 0; i < copies.length; i++) copies[i] = copyOf(originals[i]);
        for (int i = 0; i < holders.length; i++) {
            int target = targets[i];
            Object value = target >= 0 ? copies[target] : target == ENV ? env : null;
            UNSAFE.putObject(copies[holders[i]], offsets[i], value);
        }
        return (JSRealm) copies[0];
    }

    private static Object copyOf(Object original) {
        if (original instanceof Copyable copyable) return copyable.mayflyCopy();
        return switch (original) {
            case Object[] array -> array.clone();
            case int[] array -> array.clone();
            case long[] array -> array.clone();
            case byte[] array -> array.clone();
            default -> throw new IllegalStateException("no copy of " + original.getClass());
        };
    }

    private static final class Walk {
        private final TruffleLanguage.Env env;
        private final Map<Object, Integer> places = new IdentityHashMap<>();
        private final List<Object> found = new ArrayList<>();
        private final List<Reference> references = new ArrayList<>();
        private final Map<Class<?>, List<Field>> fields = new HashMap<>();

        Walk(TruffleLanguage.Env env) {
            this.env = env;
        }

        RealmImage from(JSRealm realm) {
            place(realm, "the realm");
            for (int holder = 0; holder < found.size(); holder++) look(holder);
            return new RealmImage(found.toArray(), references);
        }

        private void look(int holder) {
            var object = found.get(holder);
            if (object.getClass().isArray() && !(object instanceof Object[])) return;
            if (object instanceof Object[] array) {
                long base = UNSAFE.arrayBaseOffset(array.getClass()), scale = UNSAFE.arrayIndexScale(array.getClass());
                for (int i = 0; i < array.length; i++) refer(holder, base + i * scale, array[i], "an array");
                return;
            }
            for (var field : fields.computeIfAbsent(object.getClass(), Walk::references)) {
                if (LEFT_EMPTY.contains(field.getName())) references.add(new Reference(holder, offset(field), NOTHING));
                else refer(holder, offset(field), value(field, object), field);
            }
        }

        private void refer(int holder, long offset, @Nullable Object value, Object where) {
            if (value == null || isShared(value)) return;
            references.add(new Reference(holder, offset, value == env ? ENV : place(value, where)));
        }

        private int place(Object object, Object where) {
            if (!(object instanceof Copyable || object.getClass().isArray())) {
                throw new IllegalStateException(
                        "a realm holds an object that can be neither copied nor shared: %s in %s"
                                .formatted(object.getClass().getName(), where));
            }
            var known = places.putIfAbsent(object, found.size());
            if (known != null) return known;
            found.add(object);
            return found.size() - 1;
        }

        private static List<Field> references(Class<?> type) {
            var all = new ArrayList<Field>();
            for (Class<?> each = type; each != null; each = each.getSuperclass()) {
                for (var field : each.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers())
                            && !field.getType().isPrimitive()) all.add(field);
                }
            }
            return all;
        }

        private static @Nullable Object value(Field field, Object object) {
            try {
                field.setAccessible(true);
                return field.get(object);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(field + " is out of reach", e);
            }
        }

        @SuppressWarnings("removal")
        private static long offset(Field field) {
            return UNSAFE.objectFieldOffset(field);
        }
    }

    /** What guests cannot change, or what is set anew in each copy. */
    private static boolean isShared(Object value) {
        return switch (value) {
            case Shape s -> true;
            case JSFunctionData d -> true;
            case AbstractTruffleString t -> true;
            case Symbol s -> true;
            case Number n -> true;
            case Boolean b -> true;
            case String s -> true;
            case JSContext c -> true;
            case JSContextOptions o -> true;
            case PropertyProxy p -> true;
            case HiddenKey k -> true;
            case JSClass c -> true;
            case ScriptArray a -> true;
            case Node n -> true;
            case Assumption a -> true;
            case Charset c -> true;
            // Guests have no way to print.
            case PrintWriterWrapper w -> true;
            case FrameDescriptor d -> true;
            case JSAgent a -> true;
            case SplittableRandom r -> true;
            case RegexObject r -> true;
            default ->
                value == Undefined.instance
                        || value == Null.instance
                        || value == JSFrameUtil.NULL_MATERIALIZED_FRAME
                        || value == JSFunction.CLASS_PROTOTYPE_PLACEHOLDER;
        };
    }

    private static Unsafe unsafe() {
        try {
            var field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }
}
