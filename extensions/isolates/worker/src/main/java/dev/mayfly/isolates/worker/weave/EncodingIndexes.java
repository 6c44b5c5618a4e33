package dev.mayfly.isolates.worker.weave;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntUnaryOperator;

/**
 * Writes the indexes of the encoding standard for encodings of several bytes a character. The JDK's own charsets know nearly all of them;
 * where the standard differs, that is said here.
 */
final class EncodingIndexes {
    private static final int NONE = 0, PLANE_2 = 0x20000;

    private EncodingIndexes() {}

    /** @param classes of the module: the indexes become resources in it */
    static void into(Path classes) throws IOException {
        var folder = Files.createDirectories(classes.resolve("encodings"));
        write(folder, "gb18030", 23940, gb18030());
        write(folder, "big5", 126 * 157, big5(corrections(classes)));
        write(folder, "euc-kr", 23750, eucKr());
        write(folder, "jis0208", 60 * 188, jis0208());
        write(folder, "jis0212", 94 * 94, jis0212());
    }

    private static IntUnaryOperator gb18030() {
        var charset = decoder("GB18030");
        // Once a private character, and the space of ideographs to everybody.
        return n -> n == 6555 ? 0x3000 : decoded(charset, 0x81 + n / 190, trail(n % 190, 0x40, 0x41));
    }

    private static IntUnaryOperator big5(int[] corrections) {
        var hongKong = decoder("Big5-HKSCS");
        var windows = decoder("x-windows-950");
        return n -> {
            if (corrections[n] != NONE) return corrections[n];
            if (n >= 5432 && n <= 5463) return 0x2400 + n - 5432;
            if (n == 5464) return 0x2421;
            int lead = 0x81 + n / 157, trail = trail(n % 157, 0x40, 0x62);
            int sign = lead >= 0xA1 && lead <= 0xA3 ? decoded(windows, lead, trail) : NONE;
            return sign == NONE || isPrivate(sign) ? decoded(hongKong, lead, trail) : sign;
        };
    }

    private static IntUnaryOperator eucKr() {
        var charset = decoder("x-windows-949");
        return n -> {
            int c = decoded(charset, 0x81 + n / 190, 0x41 + n % 190);
            return isPrivate(c) ? NONE : c;
        };
    }

    private static IntUnaryOperator jis0208() {
        var charset = decoder("windows-31j");
        return n -> {
            int row = n / 188;
            int c = decoded(charset, row + (row < 0x1F ? 0x81 : 0xC1), trail(n % 188, 0x40, 0x41));
            return isPrivate(c) ? NONE : c;
        };
    }

    private static IntUnaryOperator jis0212() {
        var charset = decoder("EUC-JP");
        return n -> decoded(charset, 0x8F, 0xA1 + n / 94, 0xA1 + n % 94);
    }

    /** Second bytes leave 0x7F out, and what lies between it and {@code high + 0x3F}. */
    private static int trail(int n, int low, int high) {
        return n + (n < 0x3F ? low : high);
    }

    private static boolean isPrivate(int codePoint) {
        return codePoint >= 0xE000 && codePoint < 0xF900;
    }

    private static CharsetDecoder decoder(String charset) {
        return Charset.forName(charset)
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static int decoded(CharsetDecoder charset, int... bytes) {
        var in = ByteBuffer.allocate(bytes.length);
        for (int b : bytes) in.put((byte) b);
        try {
            var text = charset.reset().decode(in.flip());
            int codePoint = Character.codePointAt(text, 0);
            return Character.charCount(codePoint) == text.length() ? codePoint : NONE;
        } catch (CharacterCodingException e) {
            return NONE;
        }
    }

    private static int[] corrections(Path classes) throws IOException {
        var corrections = new int[126 * 157];
        var file = classes.resolve("dev/mayfly/isolates/worker/weave/big5.txt");
        for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            if (line.startsWith("#")) continue;
            var words = line.strip().split(" +", -1);
            for (int i = 0; i < words.length; i += 2)
                corrections[Integer.parseInt(words[i])] = Integer.parseInt(words[i + 1], 16);
        }
        return corrections;
    }

    /** Two bytes for each number, then a bit each that says whether it is of plane 2. */
    private static void write(Path folder, String name, int count, IntUnaryOperator codePoint) throws IOException {
        var out = new byte[2 * count + (count + 7) / 8];
        for (int n = 0; n < count; n++) {
            int c = codePoint.applyAsInt(n);
            if (c > 0xFFFF && c >> 16 != PLANE_2 >> 16)
                throw new IllegalStateException("%s %d: %x".formatted(name, n, c));
            out[2 * n] = (byte) (c >> 8);
            out[2 * n + 1] = (byte) c;
            if (c > 0xFFFF) out[2 * count + (n >> 3)] |= (byte) (1 << (n & 7));
        }
        Changed.write(folder.resolve(name + ".index"), out);
    }
}
