package dev.mayfly.isolates.worker.html;

import org.jspecify.annotations.Nullable;

/** What a doctype says: {@code <!DOCTYPE name PUBLIC "publicId" "systemId">}. */
record Doctype(
        @Nullable String name,
        @Nullable String publicId,
        @Nullable String systemId) {
    /** @param text between {@code <!DOCTYPE} and {@code >} */
    static Doctype of(String text) {
        return new Reader(text).read();
    }

    private static final class Reader {
        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        Doctype read() {
            var name = word();
            if (name == null) return new Doctype(null, null, null);
            var keyword = keyword();
            if (keyword.equals("public")) {
                var publicId = quoted();
                return new Doctype(Markup.lower(name), publicId, publicId == null ? null : quoted());
            }
            return new Doctype(Markup.lower(name), null, keyword.equals("system") ? quoted() : null);
        }

        private @Nullable String word() {
            skipSpace();
            int from = at;
            while (at < text.length() && !Markup.isSpace(text.charAt(at))) at++;
            return at == from ? null : text.substring(from, at);
        }

        private String keyword() {
            skipSpace();
            int end = Math.min(text.length(), at + "public".length());
            var keyword = Markup.lower(text.substring(at, end));
            at = end;
            return keyword;
        }

        private @Nullable String quoted() {
            skipSpace();
            if (at == text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\'')) return null;
            int from = at + 1, end = text.indexOf(text.charAt(at), from);
            at = end < 0 ? text.length() : end + 1;
            return text.substring(from, end < 0 ? at : end);
        }

        private void skipSpace() {
            while (at < text.length() && Markup.isSpace(text.charAt(at))) at++;
        }
    }
}
