package dev.mayfly.control.truth;

import dev.mayfly.bindings.deployments.Announcement;
import dev.mayfly.bindings.deployments.Announcement.Part;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A change under way. It has a revision as soon as it asks for one; a change that makes no difference does not ask. */
public final class Change {
    private final RevisionRow row;
    private final long before;
    private final Set<Part> parts = EnumSet.noneOf(Part.class);

    Change(RevisionRow row) {
        this.row = row;
        this.before = row.number;
    }

    /**
     * The revision of this change, the same at every call.
     *
     * @param part of what is told, which this change is in
     */
    public long revision(Part part) {
        parts.add(part);
        row.number = before + 1;
        return row.number;
    }

    /** Deletions up to that revision are forgotten: who asks from before it must be told everything. */
    void forgetUntil(long revision) {
        row.rememberedSince = revision;
    }

    /** What routers hear of it; nothing where no revision was taken. */
    Optional<Announcement> announcement() {
        return row.number == before ? Optional.empty() : Optional.of(new Announcement(row.number, parts));
    }
}
