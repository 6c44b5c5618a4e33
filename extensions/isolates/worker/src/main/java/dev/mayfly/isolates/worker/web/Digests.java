package dev.mayfly.isolates.worker.web;

import dev.mayfly.isolates.guard.Poll;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes, keyed hashes and randomness for {@code crypto}. The prelude passes only names that exist. */
final class Digests {
    private static final int PIECE = 1 << 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Digests() {}

    /** @param name of the Web Crypto API: SHA-1, SHA-256, SHA-384, SHA-512, MD5 */
    static ByteBuffer digest(String name, byte[] data) {
        try {
            MessageDigest digest = MessageDigest.getInstance(name);
            inPieces(data, digest::update);
            return ByteBuffer.wrap(digest.digest());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no digest " + name, e);
        }
    }

    /** @param name of the hash, as in {@link #digest} */
    static ByteBuffer hmac(String name, byte[] key, byte[] data) {
        String algorithm = "Hmac" + name.replace("-", "");
        try {
            Mac mac = Mac.getInstance(algorithm);
            // Java refuses an empty key; a zero byte stands for the same, since HMAC pads keys with zeros.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, algorithm));
            inPieces(data, mac::update);
            return ByteBuffer.wrap(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no HMAC with " + name, e);
        }
    }

    private interface Update {
        void with(byte[] bytes, int offset, int length);
    }

    /** The JDK hears no cancel, so it gets no more at once than takes it some milliseconds. */
    private static void inPieces(byte[] data, Update update) {
        for (int at = 0; at < data.length; at += PIECE) {
            Poll.poll();
            update.with(data, at, Math.min(PIECE, data.length - at));
        }
    }

    /** Compares in a time that tells nothing about where the two differ. */
    static boolean equal(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }

    static ByteBuffer random(int count) {
        if (count < 0 || count > 65536) throw new IllegalArgumentException("0 to 65536 random bytes at a time");
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
