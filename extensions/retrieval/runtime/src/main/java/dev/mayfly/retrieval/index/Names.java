package dev.mayfly.retrieval.index;

/** Lucene's fields. What documents call their own has a prefix, so that nothing meets. */
final class Names {
    static final String ID = "_id";
    /** The same, to be read of many documents at a time; of the first passage alone. */
    static final String KEY = "_key";
    /** The how-manieth passage of its document, from 0; documents and their passages stand one after the other. */
    static final String ORDER = "_order";
    /** How many passages the document has; of the first one alone. */
    static final String PASSAGES = "_passages";

    static final String VECTOR = "_vector";
    static final String SOURCE = "_source";
    static final String READER = "_reader";
    /** Has a value where everybody may read. */
    static final String OPEN = "_open";

    static final String HAS = "_has";
    static final String METADATA = "_metadata";
    static final String METADATA_NUMBER = "_metadata_number";
    static final String METADATA_PREFIX = "metadata.";
    static final char METADATA_SEPARATOR = '\0';

    private Names() {}

    /** What comes after all values of a metadata's name: {@code before} is that name and the separator. */
    static String after(String before) {
        return before.substring(0, before.length() - 1) + (char) (METADATA_SEPARATOR + 1);
    }

    static String value(String field) {
        return "f." + field;
    }

    static String words(String analysis) {
        return "w." + analysis;
    }
}
