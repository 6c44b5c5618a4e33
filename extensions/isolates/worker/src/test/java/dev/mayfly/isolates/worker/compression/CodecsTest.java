package dev.mayfly.isolates.worker.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CodecsTest {
    private static final long SEED = Long.getLong("mayfly.seed", new Random().nextLong());

    private final Random random = new Random(SEED);
    private final Codecs codecs = new Codecs();

    @AfterEach
    void free() {
        codecs.close();
    }

    /** Pieces of all sizes, of text that repeats itself and of noise; the JDK's own streams are the other side. */
    @Test
    void whatIsPackedTheJdkUnpacksAndTheOtherWayRound() throws IOException {
        System.out.println("mayfly.seed=" + SEED);
        for (int round = 0; round < 40; round++) {
            var plain = new byte[random.nextInt(300_000)];
            if (round % 2 == 0) random.nextBytes(plain);
            else for (int i = 0; i < plain.length; i++) plain[i] = (byte) ("aaab".charAt(i % 4) + i % 3);
            var packed = through("gzip", "pack", plain);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                    .isEqualTo(plain);
            var theirs = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(theirs)) {
                out.write(plain);
            }
            assertThat(through("gzip", "unpack", theirs.toByteArray())).isEqualTo(plain);
        }
    }

    /** Members of RFC 1952, 2.2, cut anywhere, some of them empty. */
    @Test
    void membersOfGzipAreReadOneBehindTheOther() throws IOException {
        System.out.println("mayfly.seed=" + SEED);
        for (int round = 0; round < 40; round++) {
            var plain = new ByteArrayOutputStream();
            var packed = new ByteArrayOutputStream();
            for (int member = random.nextInt(5); member >= 0; member--) {
                var part = new byte[random.nextInt(3) * random.nextInt(70_000)];
                random.nextBytes(part);
                plain.write(part);
                try (var out = new GZIPOutputStream(packed)) {
                    out.write(part);
                }
            }
            assertThat(through("gzip", "unpack-all", packed.toByteArray())).isEqualTo(plain.toByteArray());
        }
    }

    @Test
    void aMemberThatIsNoneOrBreaksOffIsAnError() throws IOException {
        var member = through("gzip", "pack", new byte[10]);
        var two = new ByteArrayOutputStream();
        two.write(member);
        two.write(member);
        assertThatThrownBy(() -> through("gzip", "unpack", two.toByteArray()))
                .hasMessage("something follows the end of the compressed data");
        for (int cut = member.length + 1; cut < 2 * member.length; cut++) {
            var broken = Arrays.copyOf(two.toByteArray(), cut);
            assertThatThrownBy(() -> through("gzip", "unpack-all", broken)).hasMessageContaining("ends too early");
        }
        two.write(7);
        assertThatThrownBy(() -> through("gzip", "unpack-all", two.toByteArray()))
                .hasMessage("something follows the end of the compressed data");
    }

    private byte[] through(String format, String way, byte[] input) {
        int codec = codecs.open(format, way);
        var out = new ByteArrayOutputStream();
        for (int at = 0; at < input.length; ) {
            int length = Math.min(1 + random.nextInt(random.nextBoolean() ? 20 : Codec.PIECE), input.length - at);
            codecs.feed(codec, Arrays.copyOfRange(input, at, at + length));
            drain(codec, out);
            at += length;
        }
        codecs.finish(codec);
        drain(codec, out);
        codecs.close(codec);
        return out.toByteArray();
    }

    private void drain(int codec, ByteArrayOutputStream out) {
        for (var piece = codecs.next(codec); piece != null; piece = codecs.next(codec)) {
            assertThat(piece.remaining()).isBetween(1, Codec.PIECE);
            out.write(piece.array(), piece.position(), piece.remaining());
        }
    }

    @Test
    void soManyAtATime() {
        for (int i = 0; i < Codecs.MOST; i++) codecs.open("deflate", i % 2 == 0 ? "pack" : "unpack");
        assertThatThrownBy(() -> codecs.open("gzip", "pack")).hasMessageContaining("64 compression streams are open");
        codecs.close(1);
        codecs.open("gzip", "pack");
    }

    @Test
    void aPieceThatIsTooLongIsRefused() {
        int codec = codecs.open("gzip", "pack");
        codecs.feed(codec, new byte[Codec.PIECE]);
        assertThatThrownBy(() -> codecs.feed(codec, new byte[Codec.PIECE + 1]))
                .hasMessageContaining("65537 bytes are too many at once");
    }

    @Test
    void theirMemoryIsCountedUntilTheyAreClosed() {
        assertThat(codecs.bytes()).isZero();
        int one = codecs.open("gzip", "pack"), two = codecs.open("deflate-raw", "unpack");
        long both = codecs.bytes();
        codecs.close(one);
        assertThat(codecs.bytes()).isPositive().isLessThan(both);
        codecs.close(two);
        codecs.close(two);
        assertThat(codecs.bytes()).isZero();
        assertThatThrownBy(() -> codecs.next(one)).hasMessage("the stream is over");
    }

    @Test
    void nothingIsOpenedBehindTheEnd() {
        codecs.open("gzip", "pack");
        codecs.close();
        assertThat(codecs.isClosed()).isTrue();
        assertThatThrownBy(() -> codecs.open("gzip", "pack")).hasMessage("the isolate has ended");
    }
}
