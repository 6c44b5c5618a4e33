package dev.mayfly.isolates.realm;

import com.oracle.truffle.api.Assumption;
import com.oracle.truffle.api.TruffleLanguage;
import com.oracle.truffle.api.frame.FrameDescriptor;
import com.oracle.truffle.api.nodes.Node;
import com.oracle.truffle.api.object.HiddenKey;
import com.oracle.truffle.api.object.Shape;
import com.oracle.truffle.api.strings.AbstractTruffleString;
import com.oracle.truffle.js.runtime.BigInt;
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
import com.oracle.truffle.js.runtime.objects.JSDynamicObject;
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
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import sun.misc.Unsafe;

/**
 * A realm as it is before any guest has seen it, with the list of all references between its objects. A new realm is a copy of each
 * object, with the references set to the copies: some thousand stores instead of the engine's several hundred thousand steps. What no
 * guest can change (shapes, code, names) is shared. What only a part of the prelude leads to is copied when a realm asks for that part.
 *
 * <p>An object of a kind that is not known here ends the taking of the image with an error: better no worker than realms that share.
 */
final class RealmImage {
    private static final Unsafe UNSAFE = unsafe();
    /** Caches that the engine makes when it first needs them: a copy begins without. */
    private static final Set<String> LEFT_EMPTY = Set.of("compiledRegexCache");
    /** A place is the number of a piece and one within it. */
    private static final int WITHIN = 20;

    private static final int WITHIN_MASK = (1 << WITHIN) - 1;
    /** The first two places of the first piece: the environment of the copy, and nothing. */
    private static final int ENVIRONMENT = 0;

    private static final int NOTHING = 1;
    private static final int FIRST = 2;

    /** The realm's own comes first. */
    private final Piece[] pieces;

    /** Where that lies which a part of the prelude evaluated to. */
    private final Map<String, Integer> parts;

    private RealmImage(List<Piece> pieces, Map<String, Integer> parts) {
        this.pieces = pieces.toArray(Piece[]::new);
        this.parts = Map.copyOf(parts);
    }

    private record Reference(long offset, int target) {}

    /**
     * Takes the image of a realm that nobody else uses from now on.
     *
     * @param parts what the parts of the prelude evaluated to, by their names; the realm leads to none of them
     */
    static RealmImage of(JSRealm realm, Map<String, JSDynamicObject> parts) {
        return new Walk(realm.getEnv()).from(realm, parts);
    }

    /** How many objects each copy of the realm has from the start. */
    int size() {
        return pieces[0].size();
    }

    JSRealm copy(TruffleLanguage.Env env) {
        var copies = new Object[pieces.length][];
        var own = copies[0] = new Object[pieces[0].end()];
        own[ENVIRONMENT] = env;
        pieces[0].copyInto(copies, 0);
        var realm = (JSRealm) own[FIRST];
        RealmKeep.of(realm).copied(copies);
        return realm;
    }

    /** A part of the prelude for a copy of this realm, as it was when the image was taken. */
    @Nullable
    Object part(String name, Object[][] copies) {
        var place = parts.get(name);
        if (place == null) return null;
        require(place >>> WITHIN, copies);
        return copies[place >>> WITHIN][place & WITHIN_MASK];
    }

    private void require(int piece, Object[][] copies) {
        if (copies[piece] != null) return;
        for (int each : pieces[piece].needs) require(each, copies);
        copies[piece] = new Object[pieces[piece].end()];
        pieces[piece].copyInto(copies, piece);
    }

    /** Objects that are copied together. Pieces before it may be needed, none behind it. */
    private static final class Piece {
        private final Copyable[] objects;
        /** They lie behind the objects, of whatever kind. */
        private final Object[] arrays;
        /** Where the references of each object and array begin; one more than there are of those. */
        private final int[] begins;

        private final long[] offsets;
        private final int[] targets;
        private final int[] needs;

        Piece(Copyable[] objects, Object[] arrays, int[] begins, List<Reference> references, int number) {
            this.objects = objects;
            this.arrays = arrays;
            this.begins = begins;
            this.offsets = references.stream().mapToLong(Reference::offset).toArray();
            this.targets = references.stream().mapToInt(Reference::target).toArray();
            this.needs = IntStream.of(targets)
                    .map(target -> target >>> WITHIN)
                    .filter(piece -> piece != number && piece != 0)
                    .distinct()
                    .toArray();
        }

        int size() {
            return objects.length + arrays.length;
        }

        int end() {
            return FIRST + size();
        }

        @SuppressWarnings("removal")
        void copyInto(Object[][] all, int number) {
            var copies = all[number];
            int next = FIRST;
            for (var object : objects) copies[next++] = object.mayflyCopy();
            for (var array : arrays) copies[next++] = copyOf(array);
            if (number == 0) {
                for (int i = FIRST; i < copies.length; i++) {
                    var copy = copies[i];
                    for (int r = begins[i - FIRST], end = begins[i - FIRST + 1]; r < end; r++)
                        UNSAFE.putObject(copy, offsets[r], copies[targets[r]]);
                }
            } else {
                for (int i = FIRST; i < copies.length; i++) {
                    var copy = copies[i];
                    for (int r = begins[i - FIRST], end = begins[i - FIRST + 1]; r < end; r++)
                        UNSAFE.putObject(copy, offsets[r], all[targets[r] >>> WITHIN][targets[r] & WITHIN_MASK]);
                }
            }
        }
    }

    private static Object copyOf(Object array) {
        if (array instanceof Object[] references) return references.clone();
        if (array instanceof int[] numbers) return numbers.clone();
        return array instanceof long[] numbers ? numbers.clone() : ((byte[]) array).clone();
    }

    /** Finds all objects of a piece first, then all references between them. */
    private static final class Walk {
        private final TruffleLanguage.Env env;
        private final Map<Object, Integer> places = new IdentityHashMap<>();
        private final Map<Class<?>, List<Field>> fields = new HashMap<>();
        private final List<Piece> pieces = new ArrayList<>();

        Walk(TruffleLanguage.Env env) {
            this.env = env;
        }

        RealmImage from(JSRealm realm, Map<String, JSDynamicObject> values) {
            add(realm, "the realm");
            var parts = new HashMap<String, Integer>();
            values.forEach((name, value) -> {
                if (!places.containsKey(value)) add(value, name);
                parts.put(name, Objects.requireNonNull(places.get(value)));
            });
            return new RealmImage(pieces, parts);
        }

        private void add(Object root, String where) {
            var found = new ArrayList<>();
            find(root, where, found);
            for (int i = 0; i < found.size(); i++)
                eachReference(found.get(i), (offset, value, field) -> find(value, field, found));
            var objects = found.stream().filter(o -> o instanceof Copyable).toArray(Copyable[]::new);
            var arrays = found.stream().filter(o -> !(o instanceof Copyable)).toArray();
            number(objects, arrays);
            pieces.add(piece(objects, arrays));
        }

        private void find(@Nullable Object value, Object where, List<Object> found) {
            if (value == null || value == env || places.containsKey(value)) return;
            boolean array = value instanceof Object[]
                    || value instanceof int[]
                    || value instanceof long[]
                    || value instanceof byte[];
            if (!array && !(value instanceof Copyable)) {
                throw new IllegalStateException(
                        "a realm holds an object that can be neither copied nor shared: %s in %s"
                                .formatted(value.getClass().getName(), where));
            }
            places.put(value, -1);
            found.add(value);
        }

        private void number(Copyable[] objects, Object[] arrays) {
            int next = pieces.size() << WITHIN | FIRST;
            for (var object : objects) places.put(object, next++);
            for (var array : arrays) places.put(array, next++);
        }

        private Piece piece(Copyable[] objects, Object[] arrays) {
            int size = objects.length + arrays.length;
            var begins = new int[size + 1];
            var references = new ArrayList<Reference>();
            for (int i = 0; i < size; i++) {
                begins[i] = references.size();
                var holder = i < objects.length ? objects[i] : arrays[i - objects.length];
                eachReference(holder, (offset, value, where) -> references.add(new Reference(offset, place(value))));
            }
            begins[size] = references.size();
            return new Piece(objects, arrays, begins, references, pieces.size());
        }

        private int place(@Nullable Object value) {
            if (value == null) return NOTHING;
            return value == env ? ENVIRONMENT : Objects.requireNonNull(places.get(value));
        }

        /** What a copy must be given: references to what is copied, to the environment, and to nothing where a copy begins without. */
        private void eachReference(Object holder, Visit visit) {
            if (holder instanceof Object[] array) {
                long base = UNSAFE.arrayBaseOffset(array.getClass()), scale = UNSAFE.arrayIndexScale(array.getClass());
                for (int i = 0; i < array.length; i++) {
                    if (array[i] != null && !isShared(array[i]))
                        visit.reference(base + i * scale, array[i], "an array");
                }
            } else if (holder instanceof Copyable) {
                for (var field : fields.computeIfAbsent(holder.getClass(), Walk::references)) {
                    var value = value(field, holder);
                    if (LEFT_EMPTY.contains(field.getName())) visit.reference(offset(field), null, field);
                    else if (value != null && !isShared(value)) visit.reference(offset(field), value, field);
                }
            }
        }

        private interface Visit {
            void reference(long offset, @Nullable Object value, Object where);
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
            case BigInt b -> true;
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
