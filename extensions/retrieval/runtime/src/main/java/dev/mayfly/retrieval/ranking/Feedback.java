package dev.mayfly.retrieval.ranking;

/**
 * How far a question is widened by words of what it finds at first.
 *
 * @param documents how many of the first are read
 * @param words how many of theirs are searched for, too
 * @param weight of the heaviest of these against a word of the question
 */
public record Feedback(int documents, int words, double weight) {
    private static final int DOCUMENTS_MAX = 20;
    private static final int WORDS_MAX = 50;

    public Feedback {
        if (documents < 1 || documents > DOCUMENTS_MAX)
            throw new IllegalArgumentException(
                    "feedback is of 1 to %d documents, not %d".formatted(DOCUMENTS_MAX, documents));
        if (words < 1 || words > WORDS_MAX)
            throw new IllegalArgumentException("feedback adds 1 to %d words, not %d".formatted(WORDS_MAX, words));
        if (!(weight > 0 && weight <= 1))
            throw new IllegalArgumentException("the weight of feedback is above 0, and at most 1, not " + weight);
    }
}
