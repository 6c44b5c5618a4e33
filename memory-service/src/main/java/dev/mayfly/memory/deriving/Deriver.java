package dev.mayfly.memory.deriving;

import java.util.List;

/** Makes memories of what was said. */
public interface Deriver {
    /**
     * All memories of one session, from all its turns in their order. The same turns give the same memories; those whose turns and neighbours
     * did not change have the same name and the same text, and need no new vector.
     */
    List<Derived> derive(List<Turn> session);
}
