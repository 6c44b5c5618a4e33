package dev.mayfly.memory.making;

import dev.mayfly.memory.NamespacePlan;
import dev.mayfly.memory.store.ProfileRow;

/** What is set for a profile's namespace. */
public interface Plans {
    NamespacePlan of(ProfileRow profile);
}
