package dev.mayfly.bindings.tokens;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds tokens in text where none should be. One pass; text without a token costs a search for two letters. */
public final class TokenScan {
    private TokenScan() {}

    /** @param offset where in the text it begins */
    public record Found(int offset, TokenText token) {}

    /** The first ones, at most so many. */
    public static List<Found> find(String text, int max) {
        List<Found> found = new ArrayList<>(0);
        for (int at = next(text, 0); at >= 0 && found.size() < max; at = next(text, at + TokenText.LENGTH))
            found.add(new Found(at, TokenText.at(text, at)));
        return found;
    }

    /**
     * The text with each token's random digits taken out, and those of what begins as a token and breaks off: whoever shortened the
     * text before may have cut one in two. The very same object when there are none.
     *
     * @param each hears of whole tokens; of a part nobody can tell whose it is
     */
    public static String redacted(String text, Consumer<TokenText> each) {
        StringBuilder clean = new StringBuilder(0);
        int from = 0;
        for (int at = text.indexOf(TokenText.START);
                at >= 0;
                at = text.indexOf(TokenText.START, Math.max(from, at + 1))) {
            boolean whole = TokenText.isToken(text, at);
            int length = whole ? TokenText.LENGTH : TokenText.partAt(text, at);
            if (length == 0) continue;
            clean.append(text, from, at + TokenText.PREFIX_LENGTH).append("[redacted]");
            from = at + length;
            if (whole) each.accept(TokenText.at(text, at));
        }
        return from == 0 ? text : clean.append(text, from, text.length()).toString();
    }

    private static int next(String text, int from) {
        int at = text.indexOf(TokenText.START, from);
        while (at >= 0 && !TokenText.isToken(text, at)) at = text.indexOf(TokenText.START, at + 1);
        return at;
    }
}
