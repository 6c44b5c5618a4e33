package dev.mayfly.control.truth;

import java.util.OptionalLong;

/** A change under way. It has a revision as soon as it asks for one; a change that makes no difference does not ask. */
public final class Change {
    private final RevisionRow row;
    private final long before;

    Change(RevisionRow row) {
        this.row = row;
        this.before = row.number;
    }

    /** The revision of this change, the same at every call. */
    public long revision() {
        row.number = before + 1;
        return row.number;
    }

    /** Deletions up to that revision are forgotten: who asks from before it must be told everything. */
    void forgetUntil(long revision) {
        row.rememberedSince = revision;
    }

    OptionalLong taken() {
        return row.number == before ? OptionalLong.empty() : OptionalLong.of(row.number);
    }
}
