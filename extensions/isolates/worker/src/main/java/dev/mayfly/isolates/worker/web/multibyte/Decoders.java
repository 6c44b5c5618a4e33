package dev.mayfly.isolates.worker.web.multibyte;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The encodings of this package by the names of the standard. */
public final class Decoders {
    private final Map<String, Decoder> named;

    private Decoders(Map<String, Decoder> named) {
        this.named = named;
    }

    public static Decoders load() {
        var jis0208 = Index.load("jis0208");
        var gb18030 = new Gb18030(Index.load("gb18030"));
        return new Decoders(Map.of(
                "gb18030", gb18030,
                "gbk", gb18030,
                "big5", new Big5(Index.load("big5")),
                "euc-kr", new EucKr(Index.load("euc-kr")),
                "euc-jp", new EucJp(jis0208, Index.load("jis0212")),
                "shift_jis", new ShiftJis(jis0208),
                "iso-2022-jp", new Iso2022Jp(jis0208)));
    }

    public boolean has(String encoding) {
        return named.containsKey(encoding);
    }

    /**
     * Decodes a piece of a stream.
     *
     * @param mode what the piece before was answered with; 0 at the start
     * @return a character with the count of bytes at the end that were left for the next piece in its lower half and the mode in its upper
     *     one, then the text; null: malformed, and {@code fatal}
     */
    public @Nullable String decode(String encoding, byte[] bytes, boolean fatal, boolean more, int mode) {
        var decoder = named.get(encoding);
        if (decoder == null) throw new IllegalArgumentException("no encoding " + encoding);
        return decoder.decode(bytes, fatal, more, mode);
    }
}
