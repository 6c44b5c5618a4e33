package dev.mayfly.memory.recall;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** All memories of one profile, ready to be searched. Never changes: a change makes another one, and readers keep theirs. */
public interface ProfileIndex {
    /**
     * Best first, and no more than the question's limit and budget allow. Behind the first ten come sessions that those are not of, before more of the
     * same; instructions have their place among them, whatever is asked.
     */
    List<Ranked> recall(RecallQuestion question);

    /** Best first, and nothing else: an instruction is found like everything, by what it says. */
    List<Ranked> find(RecallQuestion question);

    /** With these memories in place of those of the same id, and without those that are gone. */
    ProfileIndex with(Collection<Stored> changed, Set<String> gone);

    Set<String> ids();

    /** About what it takes of the heap. */
    long bytes();

    static ProfileIndex of(Collection<Stored> memories) {
        return HeapIndex.of(memories);
    }
}
