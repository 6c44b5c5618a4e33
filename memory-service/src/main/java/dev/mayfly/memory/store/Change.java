package dev.mayfly.memory.store;

import dev.mayfly.memory.deriving.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to become of a profile, in one transaction. */
public final class Change {
    final List<Long> deletedMessages = new ArrayList<>();
    final List<String> deletedMemories = new ArrayList<>();
    final List<String> withdrawn = new ArrayList<>();
    final List<NewMemory> put = new ArrayList<>();
    final List<String> marks = new ArrayList<>();
    final List<String> unmarked = new ArrayList<>();
    Optional<NewJob> job = Optional.empty();

    /**
     * @param id of one that is there, which is replaced, or a new one
     * @param name of derived ones
     * @param ends of one that is superseded: until when it would hold, had no other taken its place
     * @param vector none: it is still to be made
     */
    public record NewMemory(
            String id,
            Optional<String> name,
            Kind kind,
            String origin,
            Optional<String> session,
            String hash,
            long place,
            double importance,
            Instant recordedAt,
            Instant validFrom,
            Optional<Instant> validTo,
            Optional<Instant> expiresAt,
            Optional<Instant> supersededAt,
            Optional<String> supersededBy,
            Optional<Instant> ends,
            Known known,
            Optional<MadeVector> vector) {
        /** One that is there, otherwise told. */
        public static NewMemory of(MemoryRow row, Known known) {
            return new NewMemory(
                    row.id,
                    Optional.ofNullable(row.name),
                    Kind.valueOf(row.kind),
                    row.origin,
                    Optional.ofNullable(row.session),
                    row.hash,
                    row.place,
                    row.importance,
                    row.recordedAt,
                    row.validFrom,
                    Optional.ofNullable(row.supersededAt == null ? row.validTo : row.endsAt),
                    Optional.ofNullable(row.expiresAt),
                    Optional.ofNullable(row.supersededAt),
                    Optional.ofNullable(row.supersededBy),
                    Optional.ofNullable(row.endsAt),
                    known,
                    Optional.empty());
        }

        /** In the place of the one with that id. */
        public NewMemory as(String known) {
            return new NewMemory(
                    known,
                    name,
                    kind,
                    origin,
                    session,
                    hash,
                    place,
                    importance,
                    recordedAt,
                    validFrom,
                    validTo,
                    expiresAt,
                    supersededAt,
                    supersededBy,
                    ends,
                    this.known,
                    vector);
        }
    }

    /** @param model that made it */
    public record MadeVector(String model, float[] numbers) {
        /** As {@link Rows#vector} gave it. */
        public static MadeVector of(String model, byte[] stored) {
            return new MadeVector(model, Vectors.of(stored));
        }

        byte[] stored() {
            return Vectors.bytes(numbers);
        }
    }

    /** @param sessions whose memories are to be made */
    public record NewJob(String id, String kind, List<String> sessions, String counts, Finished finished) {}

    /** Whether there is anything to do. */
    public enum Finished {
        yes,
        no
    }

    public Change put(NewMemory memory) {
        put.add(memory);
        return this;
    }

    /** @param left by which it is known again */
    public Change deleteMessage(long seq, Collection<String> left) {
        deletedMessages.add(seq);
        marks.addAll(left);
        return this;
    }

    public Change deleteMemory(String id) {
        deletedMemories.add(id);
        return this;
    }

    /** What it superseded holds as it did before: it never was so. */
    public Change withdrawMemory(String id) {
        withdrawn.add(id);
        return deleteMemory(id);
    }

    /** So that it does not come back. */
    public Change mark(String hash) {
        marks.add(hash);
        return this;
    }

    /** So that it may come back. */
    public Change unmark(Collection<String> hashes) {
        unmarked.addAll(hashes);
        return this;
    }

    public Change job(NewJob asked) {
        job = Optional.of(asked);
        return this;
    }

    public int puts() {
        return put.size();
    }

    /** @param there ids that are known already */
    public long added(Set<String> there) {
        return put.stream().filter(memory -> !there.contains(memory.id())).count();
    }

    /** Leaves out what is not there already. */
    public void addNone(Set<String> there) {
        put.removeIf(memory -> !there.contains(memory.id()));
    }

    public int deletions() {
        return deletedMemories.size();
    }

    public boolean isEmpty() {
        return deletedMessages.isEmpty()
                && deletedMemories.isEmpty()
                && put.isEmpty()
                && marks.isEmpty()
                && unmarked.isEmpty()
                && job.isEmpty();
    }
}
