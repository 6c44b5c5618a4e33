package dev.mayfly.memory;

import dev.mayfly.bindings.memory.Memory;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.asking.Entries;
import dev.mayfly.memory.asking.Forgetter;
import dev.mayfly.memory.asking.Intake;
import dev.mayfly.memory.asking.Recaller;
import dev.mayfly.memory.asking.Summarizer;
import dev.mayfly.memory.asking.Teller;
import dev.mayfly.memory.asking.Transfer;
import dev.mayfly.memory.live.LiveProfiles;
import dev.mayfly.memory.making.Eraser;
import dev.mayfly.memory.making.Maker;
import dev.mayfly.memory.making.Worker;
import dev.mayfly.memory.store.Change;
import dev.mayfly.memory.store.Ids;
import dev.mayfly.memory.store.JobRow;
import dev.mayfly.memory.store.Jobs;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.MemoryRow;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Profiles;
import dev.mayfly.memory.store.Rows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Profiles and what is remembered in them, kept, found and forgotten. */
@ApplicationScoped
public class StoredMemory implements Memory {
    private static final int PAGE = 20;
    private static final int PAGE_MAX = 500;
    private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0, 0);

    private final Calls calls;
    private final Namespaces namespaces;
    private final Profiles profiles;
    private final Ledger ledger;
    private final Jobs jobs;
    private final Rows rows;
    private final Intake intake;
    private final Teller teller;
    private final Recaller recaller;
    private final Forgetter forgetter;
    private final Eraser eraser;
    private final Entries entries;
    private final Summarizer summarizer;
    private final Transfer transfer;
    private final Worker worker;
    private final LiveProfiles live;

    StoredMemory(
            Calls calls,
            Namespaces namespaces,
            Profiles profiles,
            Ledger ledger,
            Jobs jobs,
            Rows rows,
            Intake intake,
            Teller teller,
            Recaller recaller,
            Forgetter forgetter,
            Eraser eraser,
            Entries entries,
            Summarizer summarizer,
            Transfer transfer,
            Worker worker,
            LiveProfiles live) {
        this.calls = calls;
        this.namespaces = namespaces;
        this.profiles = profiles;
        this.ledger = ledger;
        this.jobs = jobs;
        this.rows = rows;
        this.intake = intake;
        this.teller = teller;
        this.recaller = recaller;
        this.forgetter = forgetter;
        this.eraser = eraser;
        this.entries = entries;
        this.summarizer = summarizer;
        this.transfer = transfer;
        this.worker = worker;
        this.live = live;
    }

    @Override
    public Uni<List<Namespace>> namespaces(String account) {
        return calls.run(() -> namespaces.all(account));
    }

    @Override
    public Uni<Namespace> putNamespace(String account, String namespace, NamespaceSettings settings) {
        return calls.run(() -> namespaces.put(account, namespace, settings));
    }

    @Override
    public Uni<Void> deleteNamespace(String account, String namespace) {
        return calls.run(() -> {
            namespaces.delete(account, namespace);
            return null;
        });
    }

    @Override
    public Uni<Namespace> namespace(String account, String namespace) {
        return calls.run(() -> namespaces.find(account, namespace));
    }

    @Override
    public Uni<List<Profile>> profiles(
            String account, String namespace, Optional<String> after, Optional<Integer> limit) {
        return calls.run(() -> profiles.in(account, namespace, after.orElse(""), page(limit)).stream()
                .map(this::told)
                .toList());
    }

    private static int page(Optional<Integer> limit) {
        int max = limit.orElse(PAGE);
        if (max < 1 || max > PAGE_MAX)
            throw new Problem.Invalid("invalid-recall", "limit is between 1 and %d".formatted(PAGE_MAX));
        return max;
    }

    @Override
    public Uni<Profile> profile(String account, String namespace, String profile) {
        return calls.run(() -> told(profiles.find(account, namespace, profile)));
    }

    private Profile told(ProfileRow row) {
        return new Profile(
                row.name,
                row.messages,
                ledger.memories(row),
                row.bytes,
                row.sealedKey != null,
                ledger.waiting(row),
                row.createdAt);
    }

    @Override
    public Uni<Erased> deleteProfile(String account, String namespace, String profile) {
        return calls.run(() -> {
            ProfileRow row = profiles.find(account, namespace, profile);
            long memories = ledger.memories(row);
            long remaining = profiles.erase(row);
            live.drop(row.id);
            // An index that was being made meanwhile found no place to stay: its profile is no more.
            return new Erased(memories, row.messages, remaining + (live.has(row.id) ? 1 : 0));
        });
    }

    @Override
    public Uni<Job> ingest(String account, String namespace, String profile, Ingest messages, Optional<Boolean> wait) {
        return waited(
                () -> {
                    intake.check(messages);
                    ProfileRow row = made(account, namespace, profile);
                    return new Begun(row, intake.take(row, namespaces.of(row), messages));
                },
                wait);
    }

    private record Begun(ProfileRow profile, JobRow job) {}

    private Uni<Job> waited(Supplier<Begun> begin, Optional<Boolean> wait) {
        return calls.run(begin)
                .chain(begun -> wait.orElse(false)
                        ? calls.await(() -> worker.await(begun.profile, begun.job.id), begun.job)
                        : Uni.createFrom().item(begun.job))
                .map(this::told);
    }

    private ProfileRow made(String account, String namespace, String profile) {
        return profiles.findOrMake(account, Namespaces.checked(namespace), Teller.named("a profile's name", profile));
    }

    private Job told(JobRow row) {
        return new Job(
                row.id,
                row.kind,
                row.status,
                rows.read(row.counts, Counts.class),
                row.createdAt,
                Optional.ofNullable(row.finishedAt),
                Optional.ofNullable(row.problem));
    }

    @Override
    public Uni<Job> job(String account, String namespace, String profile, String job) {
        return calls.run(() -> jobs.find(profiles.find(account, namespace, profile), job)
                .map(this::told)
                .orElseThrow(() -> new Problem.NotFound("there is no such job in the profile %s".formatted(profile))));
    }

    @Override
    public Uni<Job> rebuild(String account, String namespace, String profile, Optional<Boolean> wait) {
        return waited(
                () -> {
                    ProfileRow row = profiles.find(account, namespace, profile);
                    String id = Ids.next();
                    ledger.apply(
                            row,
                            new Change()
                                    .job(new Change.NewJob(
                                            id,
                                            "rebuild",
                                            ledger.sessions(row),
                                            rows.write(NOTHING),
                                            Change.Finished.no)));
                    live.drop(row.id);
                    worker.wake();
                    return new Begun(row, jobs.find(row, id).orElseThrow());
                },
                wait);
    }

    @Override
    public Uni<Entry> remember(String account, String namespace, String profile, NewMemory memory) {
        return calls.run(() -> {
            Teller.Told told = teller.check(namespaces.plan(account, Namespaces.checked(namespace)), memory);
            ProfileRow row = made(account, namespace, profile);
            return entry(row, kept(row, teller.tell(row, told)));
        });
    }

    private Entry entry(ProfileRow profile, MemoryRow memory) {
        return entries.of(profile, List.of(memory)).getFirst();
    }

    private MemoryRow kept(ProfileRow profile, String id) {
        return ledger.find(profile, id).orElseThrow(() -> noMemory(profile));
    }

    /** What has expired is told to nobody, also before it is swept. */
    private MemoryRow find(ProfileRow profile, String id) {
        return ledger.find(profile, id)
                .filter(row -> row.expiresAt == null || row.expiresAt.isAfter(Instant.now()))
                .orElseThrow(() -> noMemory(profile));
    }

    private static Problem noMemory(ProfileRow profile) {
        return new Problem.NotFound("there is no such memory in the profile %s".formatted(profile.name));
    }

    @Override
    public Uni<Recalled> recall(String account, String namespace, String profile, Question question) {
        return calls.run(() -> recaller.recall(profiles.find(account, namespace, profile), question));
    }

    @Override
    public Uni<Page> list(
            String account,
            String namespace,
            String profile,
            Optional<Integer> limit,
            Optional<String> cursor,
            Optional<String> type,
            Optional<String> sessionId,
            Optional<String> key,
            Optional<Boolean> superseded) {
        return calls.run(() -> {
            int max = page(limit);
            ProfileRow row = profiles.find(account, namespace, profile);
            type.ifPresent(word -> Recaller.kind(Recaller.CODE, word));
            var listing = new Ledger.Listing(
                    cursor, type, sessionId, key.map(String::strip), superseded.orElse(false), Instant.now());
            List<MemoryRow> found = ledger.list(row, listing, max);
            return new Page(
                    entries.of(row, found), found.size() < max ? Optional.empty() : Optional.of(found.getLast().id));
        });
    }

    @Override
    public Uni<Entry> memory(String account, String namespace, String profile, String id) {
        return calls.run(() -> {
            ProfileRow row = profiles.find(account, namespace, profile);
            return entry(row, find(row, id));
        });
    }

    @Override
    public Uni<Entry> correct(String account, String namespace, String profile, String id, Correction correction) {
        return calls.run(() -> {
            for (int attempt = 0; attempt < Ledger.Snapshot.RETRIES_MAX; attempt++) {
                ProfileRow row = profiles.find(account, namespace, profile);
                if (teller.correct(row, namespaces.of(row), find(row, id), correction))
                    return entry(row, kept(row, id));
                Ledger.Snapshot.pause(attempt);
            }
            throw new Problem.Unavailable("the profile changes all the time; try again");
        });
    }

    @Override
    public Uni<Deleted> delete(String account, String namespace, String profile, String id, Optional<String> sources) {
        return calls.run(() -> {
            if (sources.isPresent() && !sources.get().equals("keep"))
                throw new Problem.Invalid(Recaller.CODE, "sources is keep, or left out");
            ProfileRow row = profiles.find(account, namespace, profile);
            return told(eraser.delete(
                    row, List.of(find(row, id)), sources.isPresent() ? Eraser.Sources.stay : Eraser.Sources.go));
        });
    }

    private static Deleted told(Maker.Done done) {
        return new Deleted(done.deletedMemories(), done.deletedMessages());
    }

    @Override
    public Uni<Deleted> deleteSession(String account, String namespace, String profile, String session) {
        return calls.run(() -> {
            Maker.Done done = eraser.deleteSession(profiles.find(account, namespace, profile), session);
            if (done.deletedMemories() + done.deletedMessages() == 0)
                throw new Problem.NotFound("there is no such session in the profile %s".formatted(profile));
            return told(done);
        });
    }

    @Override
    public Uni<Forgotten> forget(String account, String namespace, String profile, Forgetting forgetting) {
        return calls.run(() -> forgetter.forget(profiles.find(account, namespace, profile), forgetting));
    }

    @Override
    public Uni<Summary> summary(String account, String namespace, String profile, Optional<String> sessionId) {
        return calls.run(() -> summarizer.of(profiles.find(account, namespace, profile), sessionId));
    }

    @Override
    public Uni<List<Entry>> history(String account, String namespace, String profile, String key) {
        return calls.run(() -> {
            ProfileRow row = profiles.find(account, namespace, profile);
            var listing = new Ledger.Listing(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(key.strip()),
                    true,
                    Instant.now());
            return entries.of(row, ledger.list(row, listing, PAGE_MAX)).stream()
                    .sorted(java.util.Comparator.comparing(Entry::validFrom).reversed())
                    .toList();
        });
    }

    @Override
    public Uni<String> export(String account, String namespace, String profile, Optional<String> cursor) {
        return calls.run(() -> transfer.export(profiles.find(account, namespace, profile), cursor));
    }

    @Override
    public Uni<Imported> importLines(
            String account, String namespace, String profile, String lines, Optional<Boolean> restore) {
        return calls.run(() -> transfer.take(made(account, namespace, profile), lines, restore.orElse(false)));
    }
}
