package dev.mayfly.memory.model;

import java.util.List;

/**
 * An answer made of candidates.
 *
 * @param text empty where the candidates do not say
 * @param citations ids of the candidates that it rests on
 */
public record Answer(String text, List<String> citations) {
    /** How much is wanted. */
    public enum Length {
        SHORT("short", "one sentence, or a few words where they do"),
        LONG("long", "a paragraph with all that matters");

        private final String said;
        private final String told;

        Length(String said, String told) {
            this.said = said;
            this.told = told;
        }

        /** As questions spell it. */
        public String said() {
            return said;
        }

        String told() {
            return told;
        }
    }
}
