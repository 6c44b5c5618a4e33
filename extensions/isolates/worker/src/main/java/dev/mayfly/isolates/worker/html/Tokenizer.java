package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.guard.Poll;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tokenizer of the HTML standard over bytes that come in pieces. It keeps the bytes of the token that it is in and no others, and
 * goes on where it stopped, so that a token in a thousand pieces is read once. A token is a range of its bytes: what nobody asks for is
 * never decoded.
 */
final class Tokenizer {
    /** A tag, a comment or a doctype, in bytes. */
    static final int TOKEN_MOST = 1 << 20;

    static final int ATTRIBUTES_MOST = 10_000;

    private static final String COMMENT = "<!--";
    private static final String DOCTYPE = "<!doctype";
    private static final String CDATA = "<![cdata[";
    private static final List<String> OPENINGS = List.of(COMMENT, DOCTYPE, CDATA);
    private static final String CDATA_END = "]]>";
    /** What is known of an attribute: where its name begins, and these. */
    private static final int NAME_END = 1, VALUE_START = 2, VALUE_END = 3, ATTRIBUTE_END = 4, PLACES = 5;

    /** What was found. */
    enum Kind {
        TEXT,
        START_TAG,
        END_TAG,
        COMMENT,
        DOCTYPE,
        /** Means nothing to anybody and goes by. */
        OTHER,
        /** The next piece decides. */
        MORE,
        END
    }

    private enum State {
        CONTENT,
        TAG_NAME,
        BEFORE_NAME,
        NAME,
        AFTER_NAME,
        BEFORE_VALUE,
        DOUBLE_QUOTED,
        SINGLE_QUOTED,
        UNQUOTED,
        AFTER_VALUE,
        SELF_CLOSING,
        COMMENT,
        BOGUS_COMMENT,
        DOCTYPE
    }

    /** What stands at a {@code <}. */
    private enum Sign {
        TOKEN,
        TEXT,
        UNKNOWN
    }

    private final Characters characters;
    private byte[] buffer = new byte[0];
    private int limit;
    private boolean ended;
    private int start;
    private int at;
    private State state = State.CONTENT;
    private Content content = Content.DATA;
    private String rawEnd = "";
    private int dashes;
    private int matched;
    private boolean foreign;
    // Of the tag or comment that is being read; places count from its start.
    private boolean endTag;
    private boolean selfClosing;
    private int nameEnd;
    private int textStart;
    private int textEnd;
    private int[] attributes = new int[8 * PLACES];
    private int attributeCount;

    Tokenizer(Characters characters) {
        this.characters = characters;
    }

    void feed(byte[] piece) {
        if (limit + piece.length > buffer.length) makeRoom(piece.length);
        System.arraycopy(piece, 0, buffer, limit, piece.length);
        limit += piece.length;
    }

    private void makeRoom(int more) {
        int kept = limit - start;
        var room = kept + more <= buffer.length ? buffer : new byte[Math.max(kept + more, 2 * kept)];
        System.arraycopy(buffer, start, room, 0, kept);
        buffer = room;
        at -= start;
        limit = kept;
        start = 0;
    }

    /** No piece comes any more. */
    void end() {
        ended = true;
    }

    /** How what follows the tag that was just found is read. */
    void enter(Content next, String name) {
        content = next;
        rawEnd = "</" + name;
        dashes = 0;
        matched = 0;
    }

    /** Whether the element that is open is none of HTML's, so that {@code <![CDATA[} means something. */
    void foreign(boolean isForeign) {
        foreign = isForeign;
    }

    /** The next token, which lies at {@link #bytes} until the next call of anything. */
    Kind next() {
        start = at;
        return goOn();
    }

    /** After {@link Kind#MORE} and another piece: goes on with the token that was begun. */
    Kind goOn() {
        return switch (state) {
            case CONTENT -> content();
            case COMMENT, BOGUS_COMMENT, DOCTYPE -> declaration();
            default -> tag();
        };
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int tokenEnd() {
        return at;
    }

    // ---- content ----

    private Kind content() {
        if (content == Content.CDATA) return cdata();
        for (; at < limit; at++) {
            Poll.at(at);
            byte b = buffer[at];
            if (content.isScript()) readScript(b);
            if (b != '<' || content == Content.PLAIN) continue;
            var sign = content == Content.DATA ? sign() : rawSign();
            if (sign == Sign.TEXT) continue;
            if (at > start) return text();
            return sign == Sign.UNKNOWN ? Kind.MORE : begin();
        }
        return at > start ? text() : ended ? Kind.END : Kind.MORE;
    }

    /** Text up to here, but not half of a character: its other half comes with the next piece. */
    private Kind text() {
        boolean goesOn = at == limit && !ended;
        int whole = goesOn ? characters.whole(buffer, start, at) : at;
        if (whole == start) return Kind.MORE;
        at = whole;
        return Kind.TEXT;
    }

    private Sign sign() {
        if (at + 1 == limit) return ended ? Sign.TEXT : Sign.UNKNOWN;
        byte b = buffer[at + 1];
        if (Markup.isLetter(b) || b == '!' || b == '?') return Sign.TOKEN;
        if (b != '/') return Sign.TEXT;
        if (at + 2 == limit) return ended ? Sign.TEXT : Sign.UNKNOWN;
        return Sign.TOKEN;
    }

    /** In raw text only its own end tag is one; in a script, where nothing else is open in it. */
    private Sign rawSign() {
        if (content == Content.SCRIPT_IN_SCRIPT) return Sign.TEXT;
        return named(rawEnd, at);
    }

    /** Whether a name stands there as a whole. */
    private Sign named(String name, int from) {
        if (!Markup.begins(name, buffer, from, limit)) return Sign.TEXT;
        if (from + name.length() >= limit) return ended ? Sign.TEXT : Sign.UNKNOWN;
        return Markup.endsName(buffer[from + name.length()]) ? Sign.TOKEN : Sign.TEXT;
    }

    private Kind begin() {
        byte b = buffer[at + 1];
        if (b == '!' || b == '?') return declare();
        endTag = b == '/';
        if (endTag && !Markup.isLetter(buffer[at + 2])) {
            if (buffer[at + 2] == '>') return other(3);
            return read(State.BOGUS_COMMENT, 2);
        }
        attributeCount = 0;
        selfClosing = false;
        content = Content.DATA;
        return read(State.TAG_NAME, endTag ? 2 : 1);
    }

    private Kind read(State next, int offset) {
        state = next;
        at = start + offset;
        textStart = offset;
        return goOn();
    }

    private Kind other(int length) {
        at = start + length;
        return Kind.OTHER;
    }

    // ---- scripts ----

    /**
     * Comments and scripts within a script. The texts that are looked for begin with their only {@code <}, so how much of one has just
     * been read is all that must be known; reading a byte twice changes nothing.
     */
    private void readScript(byte b) {
        boolean isName = Markup.endsName(b) && matched == sought().length();
        if (content == Content.SCRIPT_ESCAPED && isName) content = Content.SCRIPT_IN_SCRIPT;
        else if (content == Content.SCRIPT_IN_SCRIPT && isName) content = Content.SCRIPT_ESCAPED;
        if (content != Content.SCRIPT && b == '>' && dashes >= 2) content = Content.SCRIPT;
        dashes = b == '-' ? dashes + 1 : 0;
        var sought = sought();
        int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
        matched = matched < sought.length() && lower == sought.charAt(matched) ? matched + 1 : b == '<' ? 1 : 0;
        if (content == Content.SCRIPT && matched == sought.length()) {
            content = Content.SCRIPT_ESCAPED;
            matched = 0;
        }
    }

    private String sought() {
        return switch (content) {
            case SCRIPT -> "<!--";
            case SCRIPT_ESCAPED -> "<script";
            default -> "</script";
        };
    }

    // ---- comments, doctypes, CDATA ----

    private Kind declare() {
        if (buffer[at + 1] == '?') return read(State.BOGUS_COMMENT, 1);
        boolean cut = false;
        for (var opening : OPENINGS) {
            if (opening == CDATA && !(foreign && isUpper(start + 3))) continue;
            if (Markup.stands(opening, buffer, start, limit)) return declared(opening);
            cut |= Markup.begins(opening, buffer, start, limit);
        }
        return cut && !ended ? Kind.MORE : read(State.BOGUS_COMMENT, 2);
    }

    private Kind declared(String opening) {
        if (opening == COMMENT) return read(State.COMMENT, opening.length());
        if (opening == DOCTYPE) return read(State.DOCTYPE, opening.length());
        content = Content.CDATA;
        return other(opening.length());
    }

    private boolean isUpper(int from) {
        for (int i = from; i < Math.min(limit, from + 5); i++) if (buffer[i] >= 'a') return false;
        return true;
    }

    private Kind cdata() {
        for (; at < limit; at++) {
            Poll.at(at);
            if (buffer[at] != ']' || !Markup.begins(CDATA_END, buffer, at, limit)) continue;
            boolean whole = limit - at >= CDATA_END.length();
            if (!whole && ended) continue;
            if (at > start) return text();
            if (!whole) return Kind.MORE;
            content = Content.DATA;
            return other(CDATA_END.length());
        }
        return at > start ? text() : ended ? Kind.END : Kind.MORE;
    }

    /** Up to its {@code >}; what a doctype says is read out of its text by {@link Doctype}. */
    private Kind declaration() {
        for (; at < limit; at++) {
            Poll.at(at);
            if (at - start >= TOKEN_MOST) throw tooLong("comment or doctype");
            if (buffer[at] != '>') continue;
            textEnd = at - start;
            if (state == State.COMMENT && !closes(textEnd)) continue;
            at++;
            return declared();
        }
        if (!ended) return Kind.MORE;
        textEnd = at - start;
        return declared();
    }

    private Kind declared() {
        var kind = state == State.DOCTYPE ? Kind.DOCTYPE : Kind.COMMENT;
        state = State.CONTENT;
        return kind;
    }

    /** Whether a {@code >} at this place ends a comment; its text ends before the dashes. */
    private boolean closes(int place) {
        int length = place - textStart, end = start + place;
        if (length == 0) return true;
        if (length == 1 && buffer[end - 1] == '-') return textIs(textStart);
        if (length >= 2 && buffer[end - 1] == '-' && buffer[end - 2] == '-') return textIs(place - 2);
        return length >= 3
                && buffer[end - 1] == '!'
                && buffer[end - 2] == '-'
                && buffer[end - 3] == '-'
                && textIs(place - 3);
    }

    private boolean textIs(int end) {
        textEnd = end;
        return true;
    }

    /** Of a comment or doctype. */
    String innerText() {
        return characters.decode(buffer, start + textStart, start + textEnd);
    }

    // ---- tags ----

    private Kind tag() {
        while (at < limit) {
            Poll.at(at);
            if (at - start >= TOKEN_MOST) throw tooLong("tag");
            byte b = buffer[at];
            boolean taken = switch (state) {
                case TAG_NAME -> tagName(b);
                case BEFORE_NAME -> beforeName(b);
                case NAME -> name(b);
                case AFTER_NAME -> afterName(b);
                case BEFORE_VALUE -> beforeValue(b);
                case DOUBLE_QUOTED -> quoted(b, '"');
                case SINGLE_QUOTED -> quoted(b, '\'');
                case UNQUOTED -> unquoted(b);
                case AFTER_VALUE -> afterValue(b);
                default -> selfClosing(b);
            };
            if (taken) at++;
            if (state == State.CONTENT) return endTag ? Kind.END_TAG : Kind.START_TAG;
        }
        if (!ended) return Kind.MORE;
        state = State.CONTENT;
        return Kind.OTHER;
    }

    private boolean to(State next) {
        state = next;
        return true;
    }

    /** Another state reads the same byte. */
    private boolean leaveTo(State next) {
        state = next;
        return false;
    }

    private boolean tagName(byte b) {
        if (!Markup.endsName(b)) return true;
        nameEnd = at - start;
        return leaveTo(State.BEFORE_NAME);
    }

    private boolean beforeName(byte b) {
        if (Markup.isSpace(b)) return true;
        if (b == '/') return to(State.SELF_CLOSING);
        if (b == '>') return to(State.CONTENT);
        beginAttribute();
        return to(State.NAME);
    }

    private boolean name(byte b) {
        if (!Markup.endsName(b) && b != '=') return true;
        place(NAME_END, at);
        place(ATTRIBUTE_END, at);
        return leaveTo(State.AFTER_NAME);
    }

    private boolean afterName(byte b) {
        return b == '=' ? to(State.BEFORE_VALUE) : beforeName(b);
    }

    private boolean beforeValue(byte b) {
        if (Markup.isSpace(b)) return true;
        if (b == '>') return to(State.CONTENT);
        boolean quoted = b == '"' || b == '\'';
        place(VALUE_START, quoted ? at + 1 : at);
        place(VALUE_END, quoted ? at + 1 : at);
        return to(b == '"' ? State.DOUBLE_QUOTED : quoted ? State.SINGLE_QUOTED : State.UNQUOTED);
    }

    private boolean quoted(byte b, char quote) {
        if (b != quote) return true;
        place(VALUE_END, at);
        place(ATTRIBUTE_END, at + 1);
        return to(State.AFTER_VALUE);
    }

    private boolean unquoted(byte b) {
        if (!Markup.isSpace(b) && b != '>') return true;
        place(VALUE_END, at);
        place(ATTRIBUTE_END, at);
        return leaveTo(State.BEFORE_NAME);
    }

    private boolean afterValue(byte b) {
        return leaveTo(State.BEFORE_NAME);
    }

    private boolean selfClosing(byte b) {
        if (b != '>') return leaveTo(State.BEFORE_NAME);
        selfClosing = true;
        return to(State.CONTENT);
    }

    private void beginAttribute() {
        if (endTag) return;
        if (attributeCount == ATTRIBUTES_MOST) {
            throw new IllegalArgumentException(
                    "HTMLRewriter: a tag has more than %,d attributes".formatted(ATTRIBUTES_MOST));
        }
        if (++attributeCount * PLACES > attributes.length)
            attributes = Arrays.copyOf(attributes, 2 * attributes.length);
        for (int i = 0; i < PLACES; i++) place(i, at);
    }

    private void place(int which, int place) {
        if (!endTag) attributes[(attributeCount - 1) * PLACES + which] = place - start;
    }

    private static IllegalArgumentException tooLong(String what) {
        return new IllegalArgumentException("HTMLRewriter: a %s has more than %,d bytes".formatted(what, TOKEN_MOST));
    }

    /** As it is written. */
    String tagName() {
        return characters.decode(buffer, start + (endTag ? 2 : 1), start + nameEnd);
    }

    boolean isSelfClosing() {
        return selfClosing;
    }

    /** Of the start tag, as they are written, each with the range of its bytes. */
    List<Attribute> attributes() {
        var all = new ArrayList<Attribute>(attributeCount);
        for (int i = 0; i < attributeCount * PLACES; i += PLACES) {
            int from = start + attributes[i];
            var name = Markup.lower(characters.decode(buffer, from, start + attributes[i + NAME_END]));
            var value =
                    characters.decode(buffer, start + attributes[i + VALUE_START], start + attributes[i + VALUE_END]);
            all.add(new Attribute(name, value, from, start + attributes[i + ATTRIBUTE_END]));
        }
        return all;
    }
}
