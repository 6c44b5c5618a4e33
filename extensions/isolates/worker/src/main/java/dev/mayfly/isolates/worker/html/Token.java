package dev.mayfly.isolates.worker.html;

import org.jspecify.annotations.Nullable;

/** What a handler is shown, and may change, of a document. */
sealed interface Token
        permits StartTag, Token.Text, Token.DoctypeToken, Token.DocumentEnd, Token.Comment, Token.EndTag {
    /** Around the token itself: for an element, around its start tag. */
    Insertions insertions();

    record Text(String text, boolean isLast, Insertions insertions) implements Token {}

    record DoctypeToken(Doctype doctype, Insertions insertions) implements Token {}

    /** Nothing can stand but before it. */
    record DocumentEnd(Insertions insertions) implements Token {}

    final class Comment implements Token {
        private final Insertions insertions = new Insertions();
        private String text;
        private boolean changed;

        Comment(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        void text(String next) {
            if (next.contains("-->") || next.contains("--!>") || next.startsWith(">") || next.startsWith("->")) {
                throw new IllegalArgumentException("The text would end its comment: it must not have --> in it");
            }
            text = next;
            changed = true;
        }

        @Nullable
        String written() {
            return changed ? "<!--" + text + "-->" : null;
        }

        @Override
        public Insertions insertions() {
            return insertions;
        }
    }

    /** Of an element that was found open. */
    final class EndTag implements Token {
        private final String written;
        private final OpenElement element;

        EndTag(String written, OpenElement element) {
            this.written = written;
            this.element = element;
        }

        OpenElement element() {
            return element;
        }

        String name() {
            var renamed = element.renamed();
            return Markup.lower(renamed == null ? written : renamed);
        }

        void name(String next) {
            element.rename(StartTag.checkedName(next));
        }

        @Nullable
        String changed() {
            var renamed = element.renamed();
            return renamed == null ? null : "</" + renamed + ">";
        }

        @Override
        public Insertions insertions() {
            return element.atEnd();
        }
    }
}
