package dev.mayfly.isolates.worker.html;

/** What a handler put somewhere. */
sealed interface Inserted {
    /** How many characters it counts while it waits to come out. */
    int size();

    record Written(String markup) implements Inserted {
        @Override
        public int size() {
            return markup.length();
        }
    }

    /** What a stream of UTF-8 gives when its turn has come; whoever drives the rewriter knows it by its number. */
    record Streamed(int number, boolean isMarkup) implements Inserted {
        /** About what a stream takes that waits: 1,024 of them are all that handlers may insert. */
        static final int SIZE = 8 << 10;

        @Override
        public int size() {
            return SIZE;
        }
    }
}
