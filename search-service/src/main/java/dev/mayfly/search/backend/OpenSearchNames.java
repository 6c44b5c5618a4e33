package dev.mayfly.search.backend;

import java.util.List;
import org.apache.lucene.util.NumericUtils;

/** Fields in OpenSearch, and how metadata stands in them: names of metadata do not become fields, of which there would be no end. */
final class OpenSearchNames {
    static final String KEY = "key";
    static final String READER = "reader";
    /** Has a value where everybody may read. */
    static final String OPEN = "open";

    static final String HAS = "has";
    static final String METADATA = "metadata";
    static final String METADATA_NUMBER = "metadata_number";
    static final String COUNT = "count";
    static final String SOURCE = "source";
    static final String VALUES = "f";
    static final String WORDS = "words";
    static final String PASSAGES = "passages";
    static final String VECTOR = "vector";
    static final String SPACE = "cosinesimil";
    static final List<String> KEYWORDS = List.of(KEY, READER, OPEN, HAS, METADATA, METADATA_NUMBER);

    static final String METADATA_PREFIX = "metadata.";
    static final char SEPARATOR = '\0';

    private OpenSearchNames() {}

    /** Without what says that it is one. */
    static String metadata(String field) {
        return field.substring(METADATA_PREFIX.length());
    }

    static String text(String name, String value) {
        return name + SEPARATOR + value;
    }

    /** After all that metadata of that name has. */
    static String after(String name) {
        return name + (char) (SEPARATOR + 1);
    }

    /** In the order of the numbers. */
    static String number(String name, double value) {
        return text(name, "%016x".formatted(NumericUtils.doubleToSortableLong(value) ^ Long.MIN_VALUE));
    }
}
