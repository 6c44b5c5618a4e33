package dev.mayfly.control.tokens;

import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenScan;
import dev.mayfly.bindings.tokens.TokenText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where something in the form of a token stands in what is deployed.
 *
 * @param line from 1; 0: not known. {@code column} likewise
 */
public record TokenPlace(TokenText token, String file, int line, int column) {
    /** Nobody looks through more of them; so many are no accident. */
    static final int MAX = 100;

    /** In code, data and the names of both. A file that is told of is named without the token in its name. */
    public static List<TokenPlace> in(Bundle bundle) {
        List<TokenPlace> places = new ArrayList<>();
        for (Bundle.Module module : bundle.modules()) {
            Charset letters = module.kind() == Bundle.Kind.data ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
            String file = TokenScan.redacted(module.name(), token -> {});
            places.addAll(somewhere(file, module.name()));
            places.addAll(in(file, new String(module.content(), letters)));
        }
        return bounded(places);
    }

    /** In all that metadata has, which came parsed: nobody knows where that stood. A record's text has whatever the record has. */
    public static List<TokenPlace> in(String file, Metadata metadata) {
        return bounded(somewhere(file, metadata.toString()));
    }

    private static List<TokenPlace> somewhere(String file, String text) {
        return TokenScan.find(text, MAX + 1).stream()
                .map(found -> new TokenPlace(found.token(), file, 0, 0))
                .toList();
    }

    public static List<TokenPlace> in(String file, String text) {
        List<TokenPlace> places = new ArrayList<>(0);
        int line = 1;
        int lineStart = 0;
        for (TokenScan.Found found : TokenScan.find(text, MAX + 1)) {
            for (int end = text.indexOf('\n', lineStart);
                    end >= 0 && end < found.offset();
                    end = text.indexOf('\n', lineStart)) {
                line++;
                lineStart = end + 1;
            }
            places.add(new TokenPlace(found.token(), file, line, 1 + found.offset() - lineStart));
        }
        return bounded(places);
    }

    private static List<TokenPlace> bounded(List<TokenPlace> places) {
        if (places.size() <= MAX) return places;
        TokenPlace last = places.get(MAX);
        throw new Problem.BadBundle(
                "token-in-bundle",
                "%s: more than %d texts have the form of a token, too many to look into".formatted(last.file, MAX),
                last.file,
                last.line,
                last.column);
    }

    @Override
    public String toString() {
        return line == 0 ? file : "%s:%d:%d".formatted(file, line, column);
    }
}
