package dev.mayfly.memory.recall;

import dev.mayfly.memory.deriving.Days;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which memories a question is about: those that have a word of it that names something, speak of its days, or mean nearly the same. A ranking has an order of
 * all there are, and a best one, however little it has to do with the question.
 */
final class About {
    /** Texts of one meaning are nearer than that, those of two subjects hardly ever. */
    private static final float LIKE = 0.7f;

    /** Which ask, and name nothing. */
    private static final Set<String> ASKING = Set.of(
            ("i me my mine you your yours we us our he him his she her hers its they them who whom whose what when where why how which do does did have has had am"
                            + " can could would should about tell know all any anything everything something user please forget remember")
                    .split(" "));

    private About() {}

    /** @return of those that are eligible, these */
    static boolean[] of(HeapIndex index, boolean[] eligible, RecallQuestion question) {
        Asked asked = Asked.of(question, index.words);
        int[] words = index.words.known(naming(question.text())).words();
        float[] cosines = asked.vector()
                .map(vector -> index.vectors.cosines(vector, eligible))
                .orElseGet(() -> new float[eligible.length]);
        boolean[] about = new boolean[eligible.length];
        for (int i = 0; i < about.length; i++) {
            Entry entry = index.entries.get(i);
            about[i] = eligible[i]
                    && (cosines[i] >= LIKE
                            || share(entry.words().words(), words)
                            || share(key(index, entry), words)
                            || speaksOf(entry, asked));
        }
        return about;
    }

    private static String naming(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}']+"))
                .filter(word -> !ASKING.contains(word))
                .collect(Collectors.joining(" "));
    }

    private static int[] key(HeapIndex index, Entry entry) {
        return entry.memory()
                .key()
                .map(key -> index.words.known(naming(key)).words())
                .orElseGet(() -> new int[0]);
    }

    private static boolean speaksOf(Entry entry, Asked asked) {
        for (Days wanted : asked.days()) for (Days said : entry.days()) if (wanted.overlaps(said)) return true;
        return false;
    }

    /** @param one in their order, as the others are */
    private static boolean share(int[] one, int[] other) {
        for (int word : other) if (Arrays.binarySearch(one, word) >= 0) return true;
        return false;
    }
}
