package dev.mayfly.isolates.worker.web.multibyte;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodersTest {
    private static final long SEED = Long.getLong("mayfly.seed", new Random().nextLong());
    private static final Decoders DECODERS = Decoders.load();

    private static String decoded(String encoding, byte[] bytes) {
        return DECODERS.decode(encoding, bytes, false, false, 0).substring(1);
    }

    /** Signs differ, ideographs and syllables do not: each of the JDK's charset comes back. */
    @ParameterizedTest
    @CsvSource({
        "gb18030, GB18030",
        "big5, Big5-HKSCS",
        "euc-kr, x-windows-949",
        "shift_jis, windows-31j",
        "euc-jp, EUC-JP",
        "iso-2022-jp, ISO-2022-JP"
    })
    void charactersOfTheJdksCharsetComeBack(String encoding, String charset) {
        var theirs = Charset.forName(charset);
        int compared = 0;
        for (int c = 0x3400; c < 0x2FFFF; c++) {
            var text = Character.toString(c);
            boolean isSyllable = c >= 0xAC00 && c <= 0xD7A3;
            if (!Character.isIdeographic(c) && !isSyllable) continue;
            var bytes = text.getBytes(theirs);
            if (!text.equals(new String(bytes, theirs))) continue;
            assertThat(decoded(encoding, bytes)).as("%s U+%04X", encoding, c).isEqualTo(text);
            compared++;
        }
        assertThat(compared).isGreaterThan(6_000);
    }

    @ParameterizedTest
    @CsvSource({
        // Four bytes, the last of the basic plane, the first and the last behind it, and the one out of line.
        "gb18030, 81308130, 0080",
        "gb18030, 8431A439, FFFF",
        "gb18030, 90308130, 10000",
        "gb18030, E3329A35, 10FFFF",
        "gb18030, 8135F437, E7C7",
        "gb18030, 82359037, 9FB4",
        "gb18030, FE59, 9FB4",
        "gb18030, 84318236, FE10",
        "gb18030, A6D9, FE10",
        "gb18030, 80, 20AC",
        "gb18030, A2E3, 20AC",
        "gb18030, A3A0, 3000",
        "gbk, FEFE, E4C5",
        "gb18030, E3329A36, FFFD",
        "gb18030, 8130, FFFD",
        "gb18030, 81308141, FFFD 30 4E04",
        "gb18030, 813081, FFFD",
        "gb18030, 8120, FFFD 20",
        "gb18030, FF, FFFD",
        "big5, 8862, CA 304",
        "big5, 88A5, EA 30C",
        "big5, 8740, 43F0",
        "big5, 8745, 27267",
        "big5, A1C3, FFE3",
        "big5, A3E1, 20AC",
        "big5, A3C0, 2400",
        "big5, C6CF, 5EF4",
        "big5, 8E69, 7BB8",
        "big5, 8130, FFFD 30",
        "big5, 80, FFFD",
        "euc-kr, A2E6, 20AC",
        "euc-kr, 8141, AC02",
        "euc-kr, C9A1, FFFD",
        "euc-kr, 8120, FFFD 20",
        "euc-jp, 8EA6, FF66",
        "euc-jp, 8FA2B7, FF5E",
        "euc-jp, A1C1, FF5E",
        "euc-jp, 8FA120, FFFD 20",
        "euc-jp, 8F41, FFFD 41",
        "euc-jp, 8EE0, FFFD",
        "euc-jp, 8FA1, FFFD",
        "shift_jis, 5C, 5C",
        "shift_jis, 80, 80",
        "shift_jis, A6, FF66",
        "shift_jis, 8160, FF5E",
        "shift_jis, F040, E000",
        "shift_jis, F9FC, E757",
        "shift_jis, FA40, 2170",
        "shift_jis, 8130, FFFD 30",
        "shift_jis, A0, FFFD",
        "iso-2022-jp, 1B284A5C7E, A5 203E",
        "iso-2022-jp, 1B284926, FF66",
        "iso-2022-jp, 1B2442212141, 3000 FFFD",
        "iso-2022-jp, 1B24422141, FF5E",
        "iso-2022-jp, 1B24401B284241, FFFD 41",
        "iso-2022-jp, 1B244221211B284241, 3000 41",
        "iso-2022-jp, 1B2442211B284241, FFFD 41",
        "iso-2022-jp, 1B, FFFD",
        "iso-2022-jp, 1B24, FFFD 24",
        "iso-2022-jp, 1B2858, FFFD 28 58",
        "iso-2022-jp, 0E80, FFFD FFFD"
    })
    void theStandardsOwn(String encoding, String bytes, String expected) {
        var text = new StringBuilder();
        for (var c : expected.split(" ")) text.appendCodePoint(Integer.parseInt(c, 16));
        var in = HexFormat.of().parseHex(bytes);
        assertThat(decoded(encoding, in)).isEqualTo(text.toString());
        boolean malformed = text.indexOf("\uFFFD") >= 0;
        assertThat(DECODERS.decode(encoding, in, true, false, 0) == null).isEqualTo(malformed);
    }

    /** Whatever the bytes are and wherever they are cut, the pieces become what the whole becomes. */
    @ParameterizedTest
    @ValueSource(strings = {"gb18030", "big5", "euc-kr", "euc-jp", "shift_jis", "iso-2022-jp"})
    void piecesBecomeWhatTheWholeBecomes(String encoding) {
        System.out.println("mayfly.seed=" + SEED);
        var random = new Random(SEED);
        for (int round = 0; round < 300; round++) {
            var bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            var signs = new byte[] {0x1B, '$', '(', 'B', 'J', 'I', '@', (byte) 0x8F, (byte) 0x8E, (byte) 0x81, '0'};
            for (int i = 0; i < bytes.length; i++)
                if (random.nextInt(3) == 0) bytes[i] = signs[random.nextInt(signs.length)];
            assertThat(inPieces(encoding, bytes, random))
                    .as("%s in %s", HexFormat.of().formatHex(bytes), encoding)
                    .isEqualTo(decoded(encoding, bytes));
        }
    }

    private static String inPieces(String encoding, byte[] bytes, Random random) {
        var out = new StringBuilder();
        int from = 0, mode = 0;
        for (int to = 0; to < bytes.length; ) {
            to = Math.min(bytes.length, to + 1 + random.nextInt(3));
            var piece = Arrays.copyOfRange(bytes, from, to);
            var answer = DECODERS.decode(encoding, piece, false, true, mode);
            out.append(answer, 1, answer.length());
            from = to - (answer.charAt(0) & 0xFF);
            mode = answer.charAt(0) >> 8;
        }
        var rest = Arrays.copyOfRange(bytes, from, bytes.length);
        var end = DECODERS.decode(encoding, rest, false, false, mode);
        return out.append(end, 1, end.length()).toString();
    }
}
