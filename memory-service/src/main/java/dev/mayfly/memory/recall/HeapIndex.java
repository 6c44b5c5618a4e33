package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Kind;
import dev.mayfly.memory.recall.Ranking.Breadth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One snapshot: entries in the order of sessions and places, what stands around each, and the postings of their words. */
final class HeapIndex implements ProfileIndex {
    static final int INSTRUCTIONS_MAX = 5;
    /** Candidates that packing chooses from, for each that is wanted. */
    private static final int CANDIDATES_FACTOR = 2;

    private static final int FIXED_BYTES = 4_096;
    /** A stem, its number, and the map's own entry. */
    private static final int WORD_BYTES = 120;

    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.memory().sessionId().orElse(""))
            .thenComparingLong(entry -> entry.memory().place())
            .thenComparing(entry -> entry.memory().id());

    final List<Entry> entries;
    final Words words;
    final Fading fading;
    final Postings postings;
    final Sessions sessions;
    /** When the newest memory was said. */
    final long newestMillis;

    private final long bytes;

    private HeapIndex(List<Entry> ordered, Words words) {
        this.entries = ordered;
        this.words = words;
        this.fading = new Fading(ordered);
        this.postings = Postings.of(ordered, fading, words.size());
        this.sessions = new Sessions(ordered);
        this.newestMillis = ordered.stream()
                .mapToLong(entry -> entry.memory().validFrom().toEpochMilli())
                .max()
                .orElse(0);
        this.bytes = FIXED_BYTES
                + postings.bytes()
                + fading.bytes()
                + sessions.bytes()
                + (long) WORD_BYTES * words.size()
                + ordered.stream().mapToLong(Entry::bytes).sum();
    }

    static HeapIndex of(Collection<Stored> memories) {
        Words words = new Words();
        return new HeapIndex(
                distinct(memories).stream()
                        .map(memory -> Entry.of(memory, words))
                        .sorted(ORDER)
                        .toList(),
                words);
    }

    private static Collection<Stored> distinct(Collection<Stored> memories) {
        Map<String, Stored> byId = new LinkedHashMap<>();
        memories.forEach(memory -> byId.put(memory.id(), memory));
        return byId.values();
    }

    @Override
    public ProfileIndex with(Collection<Stored> changed, Set<String> gone) {
        Set<String> replaced = new HashSet<>(gone);
        changed.forEach(memory -> replaced.add(memory.id()));
        List<Entry> left = new ArrayList<>();
        for (Entry entry : entries) if (!replaced.contains(entry.memory().id())) left.add(entry);
        for (Stored memory : distinct(changed)) if (!gone.contains(memory.id())) left.add(Entry.of(memory, words));
        left.sort(ORDER);
        return new HeapIndex(List.copyOf(left), words);
    }

    @Override
    public List<Ranked> recall(RecallQuestion question) {
        return answer(question, Breadth.acrossSessions, this::instructions);
    }

    @Override
    public List<Ranked> find(RecallQuestion question) {
        return answer(question, Breadth.asRanked, ranking -> Set.of());
    }

    private List<Ranked> answer(RecallQuestion question, Breadth breadth, Function<int[], Set<Integer>> reserved) {
        Ranking ranking = new Ranking(this, Eligible.of(entries, question), Asked.of(question, words));
        int[] best = ranking.best(CANDIDATES_FACTOR * question.limit(), breadth);
        return ranking.told(
                Packing.pack(best, entries, reserved.apply(best), question.limit(), question.budgetTokens()));
    }

    /** Instructions hold whatever is asked: the best keep their place in every answer. */
    private Set<Integer> instructions(int[] ranking) {
        return Arrays.stream(ranking)
                .filter(at -> entries.get(at).memory().kind() == Kind.instruction)
                .limit(INSTRUCTIONS_MAX)
                .boxed()
                .collect(Collectors.toSet());
    }

    @Override
    public Set<String> ids() {
        return entries.stream().map(entry -> entry.memory().id()).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
