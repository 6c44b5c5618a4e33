package dev.mayfly.isolates.guard;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.IntStream;
import sun.misc.Unsafe;

/**
 * How objects lie in this JVM's heap: what the engine's heap measurement asks of its runtime.
 *
 * <p>The engine can measure the live heap of one context, but its interpreting runtime refuses, because only the compiler interface
 * told it field offsets. Woven into that runtime, this class reads the same numbers from the JDK's own field accessor, so that both
 * tiers have exact heap limits and the start does not pay for the compiler interface.
 */
public final class ObjectLayout {
    private static final int ALIGNMENT = 8;
    private static final Unsafe UNSAFE = unsafe();
    private static final MethodHandle DECLARED_FIELDS;
    private static final MethodHandle FIELD_OFFSET;

    static {
        try {
            var lookup = trustedLookup();
            DECLARED_FIELDS = lookup.findVirtual(
                    Class.class, "getDeclaredFields0", MethodType.methodType(Field[].class, boolean.class));
            var internal = Class.forName("jdk.internal.misc.Unsafe");
            var instance = lookup.findStatic(internal, "getUnsafe", MethodType.methodType(internal))
                    .invoke();
            FIELD_OFFSET = lookup.findVirtual(
                            internal, "objectFieldOffset", MethodType.methodType(long.class, Field.class))
                    .bindTo(instance);
        } catch (Throwable impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private ObjectLayout() {}

    /** Every object starts at a multiple of this. */
    public static int getObjectAlignment() {
        return ALIGNMENT;
    }

    /** Where the first element of an array of this component type lies. */
    public static int getArrayBaseOffset(Class<?> component) {
        return UNSAFE.arrayBaseOffset(component.arrayType());
    }

    /** How far apart the elements of an array of this component type lie. */
    public static int getArrayIndexScale(Class<?> component) {
        return UNSAFE.arrayIndexScale(component.arrayType());
    }

    /** Bytes that an instance takes, header and padding included. */
    public static int getBaseInstanceSize(Class<?> type) {
        var end = UNSAFE.arrayBaseOffset(byte[].class) - Integer.BYTES;
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (var field : instanceFields(each)) end = Math.max(end, offset(field) + size(field.getType()));
        }
        return (end + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Where the fields of an instance lie; without what a reference object hides from everyone but the collector. */
    public static int[] getFieldOffsets(Class<?> type, boolean includePrimitive, boolean includeSuperclasses) {
        var offsets = IntStream.builder();
        for (Class<?> each = type; each != null && each != Reference.class; each = each.getSuperclass()) {
            for (var field : instanceFields(each)) {
                if (includePrimitive || !field.getType().isPrimitive()) offsets.add(offset(field));
            }
            if (!includeSuperclasses) break;
        }
        return offsets.build().toArray();
    }

    private static Field[] instanceFields(Class<?> type) {
        try {
            var all = (Field[]) DECLARED_FIELDS.invokeExact(type, false);
            return Arrays.stream(all)
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .toArray(Field[]::new);
        } catch (Throwable impossible) {
            throw new IllegalStateException("fields of " + type + " are out of reach", impossible);
        }
    }

    private static int offset(Field field) {
        try {
            return (int) (long) FIELD_OFFSET.invokeExact(field);
        } catch (Throwable impossible) {
            throw new IllegalStateException("offset of " + field + " is out of reach", impossible);
        }
    }

    private static int size(Class<?> type) {
        if (type == long.class || type == double.class) return 8;
        if (type == int.class || type == float.class) return 4;
        if (type == short.class || type == char.class) return 2;
        return type.isPrimitive() ? 1 : UNSAFE.arrayIndexScale(Object[].class);
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

    /** The JDK's own lookup, which may call what no module exports; asking for an export on the command line would turn the AOT cache off. */
    @SuppressWarnings("removal")
    private static MethodHandles.Lookup trustedLookup() throws NoSuchFieldException {
        var field = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
        return (MethodHandles.Lookup) UNSAFE.getObject(UNSAFE.staticFieldBase(field), UNSAFE.staticFieldOffset(field));
    }
}
