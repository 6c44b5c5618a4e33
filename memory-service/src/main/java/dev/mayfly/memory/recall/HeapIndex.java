package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** One snapshot: entries in the order of sessions and places, the postings of both of their texts, and where sessions begin. */
final class HeapIndex implements ProfileIndex {
    private static final int INSTRUCTIONS_MAX = 5;
    private static final int FIXED_BYTES = 4_096;
    /** A stem, its number, and the map's own entry. */
    private static final int WORD_BYTES = 120;

    private static final Comparator<Entry> ORDER = Comparator.comparing(
                    (Entry entry) -> entry.memory().sessionId().orElse(""))
            .thenComparingLong(entry -> entry.memory().place())
            .thenComparing(entry -> entry.memory().id());

    final List<Entry> entries;
    final Words words;
    final Postings content;
    final Postings context;
    /** Of each entry, which session it belongs to: numbers from 0. */
    final int[] sessions;

    private final long bytes;

    private HeapIndex(List<Entry> ordered, Words words) {
        this.entries = ordered;
        this.words = words;
        this.content = Postings.of(ordered.stream().map(Entry::content).toList(), words.size());
        this.context = Postings.of(ordered.stream().map(Entry::context).toList(), words.size());
        Map<String, Integer> numbers = new HashMap<>();
        this.sessions = ordered.stream()
                .mapToInt(entry -> numbers.computeIfAbsent(entry.memory().sessionId().orElse(""), added -> numbers.size()))
                .toArray();
        this.bytes = FIXED_BYTES
                + content.bytes()
                + context.bytes()
                + 4L * sessions.length
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
        boolean[] eligible = new boolean[entries.size()];
        for (int i = 0; i < eligible.length; i++) eligible[i] = Eligible.is(entries.get(i).memory(), question);
        List<Ranked> ranking = new Ranking(this, eligible, Asked.of(question, words)).best(question.limit());
        return Packing.pack(ranking, instructions(ranking), question.limit(), question.budgetTokens());
    }

    /** Instructions hold whatever is asked: the best keep their place in every answer. */
    private static Set<String> instructions(List<Ranked> ranking) {
        Set<String> reserved = new HashSet<>();
        for (Ranked one : ranking)
            if (one.memory().kind() == Kind.instruction && reserved.size() < INSTRUCTIONS_MAX)
                reserved.add(one.memory().id());
        return reserved;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public long bytes() {
        return bytes;
    }

    static int[] descending(float[] scores, boolean[] eligible) {
        return IntStream.range(0, scores.length)
                .filter(i -> eligible[i])
                .boxed()
                .sorted((one, other) -> {
                    int byScore = Float.compare(scores[other], scores[one]);
                    return byScore != 0 ? byScore : Integer.compare(one, other);
                })
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
