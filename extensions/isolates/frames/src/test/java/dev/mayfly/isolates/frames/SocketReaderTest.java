package dev.mayfly.isolates.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mayfly.isolates.frames.SocketFrames.Close;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import dev.mayfly.isolates.frames.SocketReader.Masks;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketReaderTest {
    /** Writes down what it hears; parts of a message are joined. */
    private static final class Heard implements SocketReader.Receiver {
        final List<String> all = new ArrayList<>();
        final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private Opcode kind = Opcode.CONTINUATION;

        @Override
        public void message(Opcode opcode, Part part, byte[] bytes) {
            if (opcode != Opcode.CONTINUATION) kind = opcode;
            message.writeBytes(bytes);
            if (part == Part.MORE) return;
            String content = kind == Opcode.TEXT
                    ? message.toString(StandardCharsets.UTF_8)
                    : HexFormat.of().formatHex(message.toByteArray());
            all.add(kind + " " + (content.length() > 100 ? content.length() + " long" : content));
            message.reset();
        }

        @Override
        public void ping(byte[] payload) {
            all.add("PING " + new String(payload, StandardCharsets.UTF_8));
        }

        @Override
        public void pong() {
            all.add("PONG");
        }

        @Override
        public void close(int code, String reason) {
            all.add("CLOSE " + code + " " + reason);
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static List<String> heard(byte[]... pieces) {
        SocketReader reader = new SocketReader(Masks.FORBIDDEN);
        Heard heard = new Heard();
        for (byte[] piece : pieces) reader.read(piece, heard);
        return heard.all;
    }

    private static byte[] text(String content, Opcode as, Part part) {
        return SocketFrames.frame(as, part, content.getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 6455 5.7. */
    @Test
    void examplesOfTheStandard() {
        assertThat(heard(hex("81 05 48 65 6c 6c 6f"))).containsExactly("TEXT Hello");
        assertThat(heard(hex("01 03 48 65 6c"), hex("80 02 6c 6f"))).containsExactly("TEXT Hello");
        assertThat(heard(hex("89 05 48 65 6c 6c 6f"))).containsExactly("PING Hello");
        Heard masked = new Heard();
        new SocketReader(Masks.REQUIRED).read(hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"), masked);
        assertThat(masked.all).containsExactly("TEXT Hello");
    }

    @Test
    void controlFramesStandBetweenThePartsOfAMessage() {
        assertThat(heard(
                        text("Hé", Opcode.TEXT, Part.MORE),
                        SocketFrames.frame(Opcode.PING, Part.LAST, new byte[0]),
                        text("", Opcode.CONTINUATION, Part.MORE),
                        text("llo", Opcode.CONTINUATION, Part.LAST),
                        SocketFrames.frame(Opcode.PONG, Part.LAST, new byte[3])))
                .containsExactly("PING ", "TEXT Héllo", "PONG");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, SocketFrames.MESSAGE_MAX})
    void everyLengthIsWrittenAsItIsRead(int length) {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'a');
        String expected = length > 100 ? length + " long" : "a".repeat(length);
        assertThat(heard(SocketFrames.frame(Opcode.TEXT, Part.LAST, payload))).containsExactly("TEXT " + expected);
        Heard masked = new Heard();
        new SocketReader(Masks.REQUIRED)
                .read(SocketFrames.masked(Opcode.TEXT, Part.LAST, payload, 0x12_34_56_78), masked);
        assertThat(masked.all).containsExactly("TEXT " + expected);
    }

    @Test
    void nothingOfAMessageIsHeldBack() {
        SocketReader reader = new SocketReader(Masks.FORBIDDEN);
        List<Integer> parts = new ArrayList<>();
        SocketReader.Receiver to = new SocketReader.Receiver() {
            @Override
            public void message(Opcode opcode, Part part, byte[] bytes) {
                parts.add(bytes.length);
            }

            @Override
            public void close(int code, String reason) {}
        };
        byte[] frame = SocketFrames.frame(Opcode.BINARY, Part.LAST, new byte[100_000]);
        reader.read(Arrays.copyOf(frame, 10 + 60_000), to);
        assertThat(parts).containsExactly(60_000);
        reader.read(Arrays.copyOfRange(frame, 10 + 60_000, frame.length), to);
        assertThat(parts).containsExactly(60_000, 40_000);
    }

    @ParameterizedTest
    @CsvSource({
        "c1 00, 1002, reserved bit",
        "a1 00, 1002, reserved bit",
        "83 00, 1002, opcode 3",
        "8b 00, 1002, opcode 11",
        "81 80 00000000, 1002, with a mask",
        "80 00, 1002, never began",
        "01 00 01 00, 1002, within a message",
        "09 00, 1002, control frame",
        "89 7e 007e, 1002, control frame",
        "81 7e 007d, 1002, longer than it need be",
        "81 7f 000000000000ffff, 1002, longer than it need be",
        "81 7f ffffffffffffffff, 1002, longer than it need be",
        "82 7f 0000000000100001, 1009, at most",
        "82 7f 7fffffffffffffff, 1009, at most",
        "88 01 03, 1002, half a code",
        "88 02 03ec, 1002, no close has the code 1004",
        "88 02 03ed, 1002, no close has the code 1005",
        "88 02 03ee, 1002, no close has the code 1006",
        "88 02 03f7, 1002, no close has the code 1015",
        "88 02 0000, 1002, no close has the code 0",
        "88 02 07d0, 1002, no close has the code 2000",
        "88 02 1388, 1002, no close has the code 5000",
        "88 03 03e8 ff, 1007, reason",
        "81 01 80, 1007, UTF-8",
        "81 02 c0af, 1007, UTF-8",
        "81 03 eda080, 1007, UTF-8",
        "81 04 f4908080, 1007, UTF-8",
        "81 03 e08080, 1007, UTF-8",
        "81 04 f0808080, 1007, UTF-8",
        "81 02 e282, 1007, UTF-8",
        "01 02 e282 80 00, 1007, UTF-8",
        "01 01 ff, 1007, UTF-8",
    })
    void whatThePeerMustNotSay(String frames, int code, String why) {
        assertThatThrownBy(() -> heard(hex(frames)))
                .isInstanceOfSatisfying(
                        BrokenSocket.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(why);
    }

    @Test
    void clientsMustMask() {
        assertThatThrownBy(() -> new SocketReader(Masks.REQUIRED).read(hex("81 00"), new Heard()))
                .isInstanceOf(BrokenSocket.class)
                .hasMessageContaining("without a mask");
    }

    @Test
    void partsOfAMessageCountTogether() {
        byte[] half = SocketFrames.frame(Opcode.BINARY, Part.MORE, new byte[SocketFrames.MESSAGE_MAX]);
        byte[] more = SocketFrames.frame(Opcode.CONTINUATION, Part.LAST, new byte[1]);
        assertThatThrownBy(() -> heard(half, more))
                .isInstanceOfSatisfying(
                        BrokenSocket.class, e -> assertThat(e.code()).isEqualTo(Close.TOO_LARGE));
    }

    @Test
    void closeIsTheLastThatIsHeard() {
        byte[] close = SocketFrames.frame(Opcode.CLOSE, Part.LAST, SocketFrames.close(4001, "bye ä"));
        assertThat(heard(close, hex("ff ff ff"))).containsExactly("CLOSE 4001 bye ä");
        assertThat(heard(hex("88 00"))).containsExactly("CLOSE 1005 ");
    }

    @Test
    void reasonIsCutAtACharacter() {
        byte[] payload = SocketFrames.close(1000, "ä".repeat(62));
        assertThat(payload).hasSize(2 + 122);
        assertThat(heard(SocketFrames.frame(Opcode.CLOSE, Part.LAST, payload)))
                .containsExactly("CLOSE 1000 " + "ä".repeat(61));
    }

    @Test
    void whereTheBytesAreCutMakesNoDifference() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        System.out.println("seed " + seed + "; -Dmayfly.seed=" + seed + " repeats it");
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 500; round++) {
            ByteArrayOutputStream conversation = new ByteArrayOutputStream();
            List<String> expected = new ArrayList<>();
            for (int i = random.nextInt(8); i >= 0; i--) expected.add(say(random, conversation));
            Heard heard = new Heard();
            SocketReader reader = new SocketReader(Masks.REQUIRED);
            byte[] all = conversation.toByteArray();
            for (int at = 0; at < all.length; ) {
                int to = Math.min(all.length, at + 1 + random.nextInt(random.nextBoolean() ? 3 : 500));
                reader.read(Arrays.copyOfRange(all, at, to), heard);
                at = to;
            }
            assertThat(heard.all).as("seed %d, round %d", seed, round).isEqualTo(expected);
        }
    }

    private static String say(SplittableRandom random, ByteArrayOutputStream to) {
        String content = "aä€🐝".repeat(random.nextInt(9));
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            to.writeBytes(SocketFrames.masked(Opcode.PING, Part.LAST, bytes, random.nextInt()));
            return "PING " + content;
        }
        int cut = random.nextInt(bytes.length + 1);
        to.writeBytes(SocketFrames.masked(Opcode.TEXT, Part.MORE, Arrays.copyOf(bytes, cut), random.nextInt()));
        to.writeBytes(SocketFrames.masked(
                Opcode.CONTINUATION, Part.LAST, Arrays.copyOfRange(bytes, cut, bytes.length), random.nextInt()));
        return "TEXT " + content;
    }

    @Test
    void noiseNeverEndsInAnythingButABrokenSocket() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        System.out.println("seed " + seed + "; -Dmayfly.seed=" + seed + " repeats it");
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 20_000; round++) {
            byte[] noise = new byte[random.nextInt(40)];
            random.nextBytes(noise);
            if (noise.length > 1 && random.nextBoolean()) noise[0] = (byte) (0x80 | random.nextInt(11));
            SocketReader reader = new SocketReader(random.nextBoolean() ? Masks.REQUIRED : Masks.FORBIDDEN);
            try {
                reader.read(noise, new Heard());
            } catch (BrokenSocket expected) {
                assertThat(Close.mayBeSent(expected.code())).isTrue();
            } catch (RuntimeException e) {
                fail("seed " + seed + ", round " + round + ": " + Arrays.toString(noise), e);
            }
        }
    }
}
