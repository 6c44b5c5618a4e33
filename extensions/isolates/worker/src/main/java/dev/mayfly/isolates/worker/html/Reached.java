package dev.mayfly.isolates.worker.html;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which compounds of all selectors an element matches, together with what stands left of them: a compound to the right of one needs a
 * parent or an ancestor that is here.
 */
final class Reached {
    static final Reached NOTHING = new Reached(new BitSet(0), new BitSet(0));

    private final BitSet here;
    private final BitSet above;
    private @Nullable BitSet below;

    private Reached(BitSet here, BitSet above) {
        this.here = here;
        this.above = above;
    }

    /** Of an element in one that this is of. */
    Reached child(BitSet matched) {
        return matched.isEmpty() && below().isEmpty() ? NOTHING : new Reached(matched, below());
    }

    boolean byParent(int compound) {
        return here.get(compound);
    }

    boolean byAncestor(int compound) {
        return here.get(compound) || above.get(compound);
    }

    private BitSet below() {
        if (here.isEmpty()) return above;
        if (below == null) {
            below = (BitSet) here.clone();
            below.or(above);
        }
        return below;
    }
}
