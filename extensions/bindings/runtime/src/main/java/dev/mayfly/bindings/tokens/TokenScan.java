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

    /** The text with each token's random digits taken out; the very same object when there is none. */
    public static String redacted(String text, Consumer<TokenText> each) {
        int at = next(text, 0);
        if (at < 0) return text;
        StringBuilder clean = new StringBuilder(text.length());
        int from = 0;
        for (; at >= 0; at = next(text, from)) {
            TokenText token = TokenText.at(text, at);
            clean.append(text, from, at).append(token.kind().prefix()).append("[redacted]");
            from = at + TokenText.LENGTH;
            each.accept(token);
        }
        return clean.append(text, from, text.length()).toString();
    }

    private static int next(String text, int from) {
        int at = text.indexOf(TokenText.START, from);
        while (at >= 0 && !TokenText.isToken(text, at)) at = text.indexOf(TokenText.START, at + 1);
        return at;
    }
}
