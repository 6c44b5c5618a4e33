package dev.mayfly.isolates.worker.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The modes of AES. All go through data piece by piece, so that a cancel is heard. */
final class Aes {
    private static final int BLOCK = 16;
    /** What GCM takes before the data, at once and unheard. */
    private static final int AHEAD_MAX = 1 << 20;
    /** The longest that the JDK decrypts by GCM at once; longer ones are gone through twice. */
    private static final int AT_ONCE = 4 << 20;
    /** What is wrapped at once and unheard: more than any key has. */
    private static final int WRAPPED_MAX = 64 << 10;

    private static final int FULL_TAG_BITS = 128;
    private static final byte[] NONE = {};

    private Aes() {}

    /** Which way data go. */
    enum Way {
        ENCRYPT(Cipher.ENCRYPT_MODE),
        DECRYPT(Cipher.DECRYPT_MODE);

        private final int mode;

        Way(int mode) {
            this.mode = mode;
        }
    }

    private static SecretKeySpec key(Key key) {
        return new SecretKeySpec(key.material(), "AES");
    }

    static byte[] cbc(Way way, Key key, byte[] iv, byte[] data) {
        if (iv.length != BLOCK) throw Refusal.operation("The iv of AES-CBC has 16 bytes");
        if (way == Way.DECRYPT && (data.length == 0 || data.length % BLOCK != 0)) {
            throw Refusal.operation("What AES-CBC encrypted has a multiple of 16 bytes");
        }
        return Jca.operation(
                "AES-CBC", () -> through("AES/CBC/PKCS5Padding", way, key, new IvParameterSpec(iv), NONE, data));
    }

    /** @param counted how many bits of the counter count; they begin again at zero, and may do so once */
    static byte[] ctr(Key key, byte[] counter, long counted, byte[] data) {
        if (counter.length != BLOCK) throw Refusal.operation("The counter of AES-CTR has 16 bytes");
        if (counted < 1 || counted > 128) throw Refusal.operation("1 to 128 bits of the counter of AES-CTR count");
        var rounds = BigInteger.ONE.shiftLeft((int) counted);
        var blocks = BigInteger.valueOf((data.length + BLOCK - 1L) / BLOCK);
        if (blocks.compareTo(rounds) > 0)
            throw Refusal.operation("The data are longer than a counter of so many bits can count");
        var start = new BigInteger(1, counter);
        var untilZero = rounds.subtract(start.mod(rounds));
        if (blocks.compareTo(untilZero) <= 0) return Jca.operation("AES-CTR", () -> counted(key, counter, data));
        int first = untilZero.intValueExact() * BLOCK;
        var again = start.subtract(start.mod(rounds));
        return Jca.operation("AES-CTR", () -> {
            var all = Arrays.copyOf(counted(key, counter, Arrays.copyOf(data, first)), data.length);
            var rest = counted(key, block(again), Arrays.copyOfRange(data, first, data.length));
            System.arraycopy(rest, 0, all, first, rest.length);
            return all;
        });
    }

    private static byte[] counted(Key key, byte[] counter, byte[] data) throws GeneralSecurityException {
        return through("AES/CTR/NoPadding", Way.ENCRYPT, key, new IvParameterSpec(counter), NONE, data);
    }

    private static byte[] block(BigInteger number) {
        var bytes = number.toByteArray();
        var block = new byte[BLOCK];
        int length = Math.min(bytes.length, BLOCK);
        System.arraycopy(bytes, bytes.length - length, block, BLOCK - length, length);
        return block;
    }

    /** The parameters of AES-GCM. */
    record Gcm(byte[] ahead, byte[] iv, int tagBits) {
        static Gcm of(byte[] ahead, byte[] iv, long tagBits) {
            boolean known = tagBits == 32 || tagBits == 64 || (tagBits >= 96 && tagBits <= 128 && tagBits % 8 == 0);
            if (!known) throw Refusal.operation("A tag of AES-GCM has 32, 64, 96, 104, 112, 120 or 128 bits");
            if (iv.length == 0) throw Refusal.operation("The iv of AES-GCM is empty");
            if (iv.length > AHEAD_MAX || ahead.length > AHEAD_MAX) {
                throw Refusal.operation(
                        "AES-GCM takes at most %d bytes of iv and of additional data".formatted(AHEAD_MAX));
            }
            return new Gcm(ahead, iv, (int) tagBits);
        }

        private int tagBytes() {
            return tagBits / 8;
        }

        private byte[] through(Way way, Key key, byte[] data) throws GeneralSecurityException {
            // The JDK makes no short tags; they are the beginning of long ones.
            int bits = way == Way.ENCRYPT ? FULL_TAG_BITS : tagBits;
            return Aes.through("AES/GCM/NoPadding", way, key, new GCMParameterSpec(bits, iv), ahead, data);
        }

        byte[] encrypt(Key key, byte[] data) {
            return Jca.operation("AES-GCM", () -> {
                var sealed = through(Way.ENCRYPT, key, data);
                return tagBits == FULL_TAG_BITS ? sealed : Arrays.copyOf(sealed, data.length + tagBytes());
            });
        }

        byte[] decrypt(Key key, byte[] data) {
            if (data.length < tagBytes()) throw Refusal.operation("The data are shorter than their tag");
            return Jca.operation(
                    "AES-GCM",
                    () -> tagBits >= 96 && data.length <= AT_ONCE
                            ? through(Way.DECRYPT, key, data)
                            : decryptInPieces(key, data));
        }

        /** Encryption the other way round gives the content, and encryption of that the tag: both hear a cancel, and make tags of any length. */
        private byte[] decryptInPieces(Key key, byte[] data) throws GeneralSecurityException {
            int length = data.length - tagBytes();
            var content = Arrays.copyOf(through(Way.ENCRYPT, key, Arrays.copyOf(data, length)), length);
            var sealed = through(Way.ENCRYPT, key, content);
            var tag = Arrays.copyOfRange(sealed, length, length + tagBytes());
            if (!Digests.equal(tag, Arrays.copyOfRange(data, length, data.length)))
                throw Refusal.operation("AES-GCM failed");
            return content;
        }
    }

    private static byte[] through(
            String name, Way way, Key key, AlgorithmParameterSpec parameters, byte[] ahead, byte[] data)
            throws GeneralSecurityException {
        var cipher = Jca.cipher(name);
        cipher.init(way.mode, key(key), parameters);
        cipher.updateAAD(ahead);
        var out = new byte[cipher.getOutputSize(data.length)];
        var written = new int[1];
        Pieces.of(data, (bytes, at, length) -> written[0] += cipher.update(bytes, at, length, out, written[0]));
        written[0] += cipher.doFinal(out, written[0]);
        return written[0] == out.length ? out : Arrays.copyOf(out, written[0]);
    }

    static byte[] wrap(Key key, byte[] data) {
        checkWrapped(data, 16);
        return Jca.operation("AES-KW", () -> {
            var cipher = Jca.cipher("AES/KW/NoPadding");
            cipher.init(Cipher.WRAP_MODE, key(key));
            return cipher.wrap(new SecretKeySpec(data, "raw"));
        });
    }

    static byte[] unwrap(Key key, byte[] data) {
        checkWrapped(data, 24);
        return Jca.operation("AES-KW", () -> {
            var cipher = Jca.cipher("AES/KW/NoPadding");
            cipher.init(Cipher.UNWRAP_MODE, key(key));
            return cipher.unwrap(data, "raw", Cipher.SECRET_KEY).getEncoded();
        });
    }

    private static void checkWrapped(byte[] data, int least) {
        if (data.length < least || data.length > WRAPPED_MAX || data.length % 8 != 0) {
            throw Refusal.operation("AES-KW takes %d to %d bytes, a multiple of 8".formatted(least, WRAPPED_MAX));
        }
    }
}
