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
import java.util.Optional;
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
    /** Of each entry: importance, recency, how many it cites, where its names are. */
    private static final int COLUMNS_BYTES = 16;

    private static final double RECENT_DAYS = 90;
    private static final double MILLIS_A_DAY = 86_400_000;

    /** An entry on its way into a snapshot. */
    private record Row(Entry entry, Optional<Quantised> vector) {
        private static final Comparator<Row> ORDER = Comparator.comparing(
                        (Row row) -> row.entry.memory().sessionId().orElse(""))
                .thenComparingLong(row -> row.entry.memory().place())
                .thenComparing(row -> row.entry.memory().id());

        static Row of(Stored memory, Words words) {
            return new Row(Entry.of(memory, words), memory.vector().map(Quantised::of));
        }
    }

    final List<Entry> entries;
    final Vectors vectors;
    /** Of each entry, as a channel reads it. */
    final float[] importance;

    final float[] recency;
    /** Of each entry, how many messages it cites. */
    final int[] cited;

    final int[][] names;
    final int instructions;
    final Words words;
    final Fading fading;
    final Postings postings;
    final Sessions sessions;

    private final long bytes;

    private HeapIndex(List<Row> rows, Words words) {
        List<Row> ordered = rows.stream().sorted(Row.ORDER).toList();
        this.entries = ordered.stream().map(Row::entry).toList();
        this.vectors = Vectors.of(ordered.stream().map(Row::vector).toList());
        this.words = words;
        this.fading = new Fading(entries);
        this.postings = Postings.of(entries, fading, words.size());
        this.sessions = new Sessions(entries, vectors);
        this.importance = new float[entries.size()];
        this.recency = new float[entries.size()];
        this.cited = new int[entries.size()];
        this.names = new int[entries.size()][];
        long newest = entries.stream()
                .mapToLong(entry -> entry.memory().validFrom().toEpochMilli())
                .max()
                .orElse(0);
        int instructed = 0;
        for (int i = 0; i < cited.length; i++) {
            Stored memory = entries.get(i).memory();
            importance[i] = (float) memory.importance();
            recency[i] = recency(newest - memory.validFrom().toEpochMilli());
            cited[i] = memory.sources().size();
            names[i] = entries.get(i).names();
            if (memory.kind() == Kind.instruction) instructed++;
        }
        this.instructions = instructed;
        this.bytes = FIXED_BYTES
                + postings.bytes()
                + fading.bytes()
                + sessions.bytes()
                + vectors.bytes()
                + (long) COLUMNS_BYTES * cited.length
                + (long) WORD_BYTES * (words.size() + words.names())
                + entries.stream().mapToLong(Entry::bytes).sum();
    }

    /** Halves every quarter of a year, from what was said last. */
    private static float recency(long millis) {
        return (float) Math.pow(0.5, Math.max(0, millis / MILLIS_A_DAY) / RECENT_DAYS);
    }

    static HeapIndex of(Collection<Stored> memories) {
        Words words = new Words();
        return new HeapIndex(
                distinct(memories).stream().map(memory -> Row.of(memory, words)).toList(), words);
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
        List<Row> left = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++)
            if (!replaced.contains(entries.get(i).memory().id())) left.add(new Row(entries.get(i), vectors.at(i)));
        for (Stored memory : distinct(changed)) if (!gone.contains(memory.id())) left.add(Row.of(memory, words));
        return new HeapIndex(left, words);
    }

    @Override
    public List<Ranked> recall(RecallQuestion question) {
        return answer(
                question,
                Eligible.of(entries, question),
                Breadth.acrossSessions,
                Packing.Same.once,
                this::instructions);
    }

    @Override
    public List<Ranked> find(RecallQuestion question) {
        boolean[] about = About.of(this, Eligible.of(entries, question), question);
        return answer(question, about, Breadth.asRanked, Packing.Same.each, ranking -> Set.of());
    }

    private List<Ranked> answer(
            RecallQuestion question,
            boolean[] eligible,
            Breadth breadth,
            Packing.Same same,
            Function<int[], Set<Integer>> reserved) {
        Ranking ranking = new Ranking(this, eligible, Asked.of(question, words));
        int[] best = ranking.best(CANDIDATES_FACTOR * question.limit(), breadth);
        return ranking.told(
                Packing.pack(best, entries, reserved.apply(best), same, question.limit(), question.budgetTokens()));
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
