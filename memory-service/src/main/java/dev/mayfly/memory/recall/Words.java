package dev.mayfly.memory.recall;

import dev.mayfly.retrieval.schema.Analysis;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.ToIntFunction;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** English stems, and names, as numbers. One for a profile and all its snapshots: each keeps its number. */
final class Words {
    /** Later words of one text are not searched. */
    private static final int WORDS_MAX = 8_192;

    private static final Analyzer ENGLISH = Analysis.english.analyzer();

    private final Numbering stems = new Numbering();
    private final Numbering names = new Numbering();

    /**
     * The words of one text, each once, in the order of their numbers.
     *
     * @param counts how often each is there
     * @param length how many words there are in all
     */
    record Counted(int[] words, byte[] counts, int length) {
        private static final int HEADERS_BYTES = 72;

        long bytes() {
            return HEADERS_BYTES + 5L * words.length;
        }
    }

    /** Gives new words a number. */
    Counted learn(String text) {
        return count(text, stems::learn);
    }

    /** Leaves out words that no text had. */
    Counted known(String text) {
        return count(text, stems::known);
    }

    int size() {
        return stems.size();
    }

    /** In the order of their numbers; new ones are given one. */
    int[] learnNames(Collection<String> texts) {
        return texts.stream().mapToInt(names::learn).sorted().toArray();
    }

    /** Without those that no text had. */
    int[] knownNames(Collection<String> texts) {
        return texts.stream()
                .mapToInt(names::known)
                .filter(number -> number >= 0)
                .sorted()
                .toArray();
    }

    int names() {
        return names.size();
    }

    private static Counted count(String text, ToIntFunction<String> numbers) {
        int[] all = new int[32];
        int length = 0;
        try (TokenStream tokens = ENGLISH.tokenStream("", text)) {
            var term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken() && length < WORDS_MAX) {
                int number = numbers.applyAsInt(term.toString());
                if (number < 0) continue;
                if (length == all.length) all = Arrays.copyOf(all, 2 * length);
                all[length++] = number;
            }
            tokens.end();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory could not be read", e);
        }
        Arrays.sort(all, 0, length);
        return distinct(all, length);
    }

    private static Counted distinct(int[] sorted, int length) {
        int[] words = new int[length];
        byte[] counts = new byte[length];
        int distinct = 0;
        for (int i = 0; i < length; i++) {
            if (distinct > 0 && words[distinct - 1] == sorted[i]) {
                if (counts[distinct - 1] < Byte.MAX_VALUE) counts[distinct - 1]++;
            } else {
                words[distinct] = sorted[i];
                counts[distinct++] = 1;
            }
        }
        return new Counted(Arrays.copyOf(words, distinct), Arrays.copyOf(counts, distinct), length);
    }
}
