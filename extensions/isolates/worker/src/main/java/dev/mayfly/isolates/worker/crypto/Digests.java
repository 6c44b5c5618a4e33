package dev.mayfly.isolates.worker.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hashes, keyed hashes and randomness for {@code crypto}. The prelude passes only names that exist. */
public final class Digests {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Digests() {}

    /** @param name of the Web Crypto API: SHA-1, SHA-256, SHA-384, SHA-512, MD5 */
    public static byte[] digest(String name, byte[] data) {
        try {
            MessageDigest digest = MessageDigest.getInstance(name);
            Pieces.of(data, digest::update);
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no digest " + name, e);
        }
    }

    public static byte[] hmac(String hash, byte[] key, byte[] data) {
        var mac = mac(hash, key);
        try {
            Pieces.of(data, mac::update);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
        return mac.doFinal();
    }

    /** A keyed hash that is ready for data. @param hash as in {@link #digest} */
    static Mac mac(String hash, byte[] key) {
        String algorithm = "Hmac" + hash.replace("-", "");
        try {
            Mac mac = Mac.getInstance(algorithm);
            // A key longer than a block stands for its hash, which hears a cancel here. Java refuses an empty one; a
            // zero byte
            // stands for the same, since HMAC pads keys with zeros.
            var fit = key.length > blockBits(hash) / 8 ? digest(hash, key) : key;
            mac.init(new SecretKeySpec(fit.length == 0 ? new byte[1] : fit, algorithm));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no HMAC with " + hash, e);
        }
    }

    /** Of a hash, in bytes. */
    static int length(String hash) {
        return switch (hash) {
            case "SHA-1" -> 20;
            case "SHA-256" -> 32;
            case "SHA-384" -> 48;
            default -> 64;
        };
    }

    /** Of a block that the hash works on, in bits. */
    static int blockBits(String hash) {
        return hash.equals("SHA-1") || hash.equals("SHA-256") ? 512 : 1024;
    }

    /** Compares in a time that tells nothing about where the two differ. */
    public static boolean equal(byte[] one, byte[] other) {
        return MessageDigest.isEqual(one, other);
    }

    public static ByteBuffer random(int count) {
        if (count < 0 || count > 65536) throw new IllegalArgumentException("0 to 65536 random bytes at a time");
        return ByteBuffer.wrap(randomBytes(count));
    }

    static byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
