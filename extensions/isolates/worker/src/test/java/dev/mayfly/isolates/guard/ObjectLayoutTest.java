package dev.mayfly.isolates.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ObjectLayoutTest {
    private record Pair(Object left, long right) {}

    private static class Base {
        byte small;
        Object held;
    }

    private static final class Derived extends Base {
        Object more;
        int number;
    }

    @Test
    void sizesAreWholeAlignmentsAndHoldAllFields() {
        assertThat(ObjectLayout.getBaseInstanceSize(Object.class)).isIn(8, 16);
        assertThat(ObjectLayout.getBaseInstanceSize(Pair.class)).isEqualTo(24);
        assertThat(ObjectLayout.getBaseInstanceSize(Derived.class) % ObjectLayout.getObjectAlignment())
                .isZero();
    }

    @Test
    void referencesAreFoundInRecordsSuperclassesAndHiddenClasses() {
        var held = new Object();
        Supplier<Object> lambda = () -> held;
        assertThat(ObjectLayout.getFieldOffsets(Pair.class, false, true)).hasSize(1);
        assertThat(ObjectLayout.getFieldOffsets(Derived.class, false, true)).hasSize(2);
        assertThat(ObjectLayout.getFieldOffsets(Derived.class, true, true))
                .hasSize(4)
                .doesNotHaveDuplicates();
        assertThat(ObjectLayout.getFieldOffsets(Derived.class, false, false)).hasSize(1);
        assertThat(ObjectLayout.getFieldOffsets(lambda.getClass(), false, true)).hasSize(1);
    }

    @Test
    void whatAReferenceObjectHoldsWeaklyIsNotFollowed() {
        assertThat(ObjectLayout.getFieldOffsets(WeakReference.class, true, true))
                .isEmpty();
    }

    @Test
    void arraysAreAskedForByTheirElements() {
        assertThat(ObjectLayout.getArrayIndexScale(long.class)).isEqualTo(8);
        assertThat(ObjectLayout.getArrayIndexScale(byte.class)).isEqualTo(1);
        assertThat(ObjectLayout.getArrayBaseOffset(byte.class)).isBetween(8, 24);
    }
}
