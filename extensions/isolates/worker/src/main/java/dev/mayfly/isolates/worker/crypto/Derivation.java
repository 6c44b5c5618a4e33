package dev.mayfly.isolates.worker.crypto;

import dev.mayfly.isolates.guard.Poll;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/**
 * HKDF (RFC 5869) and PBKDF2 (RFC 8018) on the JDK's HMAC. Its own take no salt that is empty, no SHA-1 or no password that is no text, and
 * hear no cancel.
 */
final class Derivation {
    /** Of PBKDF2; HKDF has a bound of its own. */
    private static final int BYTES_MAX = 1 << 20;

    private static final int HKDF_BLOCKS_MAX = 255;

    private Derivation() {}

    /** @param bits how many are wanted; -1: not said */
    static byte[] hkdf(String hash, byte[] secret, byte[] salt, byte[] info, long bits) {
        int length = bytes(bits, "HKDF", (long) HKDF_BLOCKS_MAX * Digests.length(hash));
        var expand = Digests.mac(hash, Digests.hmac(hash, salt, secret));
        var out = new byte[length];
        var block = new byte[0];
        for (int at = 0, count = 1; at < length; at += block.length, count++) {
            expand.update(block);
            take(expand, info);
            expand.update((byte) count);
            block = expand.doFinal();
            System.arraycopy(block, 0, out, at, Math.min(block.length, length - at));
        }
        return out;
    }

    private static void take(Mac mac, byte[] bytes) {
        try {
            Pieces.of(bytes, mac::update);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Each iteration hears a cancel: as many as the guest has CPU for. */
    static byte[] pbkdf2(String hash, byte[] password, byte[] salt, long iterations, long bits) {
        int length = bytes(bits, "PBKDF2", BYTES_MAX);
        if (iterations == 0) throw Refusal.operation("PBKDF2 takes at least one iteration");
        var mac = Digests.mac(hash, password);
        var out = new byte[length];
        for (int at = 0, count = 1; at < length; at += mac.getMacLength(), count++) {
            var block = block(mac, salt, iterations, count);
            System.arraycopy(block, 0, out, at, Math.min(block.length, length - at));
        }
        return out;
    }

    private static byte[] block(Mac mac, byte[] salt, long iterations, int count) {
        take(mac, salt);
        var last =
                mac.doFinal(new byte[] {(byte) (count >> 24), (byte) (count >> 16), (byte) (count >> 8), (byte) count});
        var all = last.clone();
        try {
            for (long i = 1; i < iterations; i++) {
                Poll.poll();
                mac.update(last);
                mac.doFinal(last, 0);
                for (int k = 0; k < all.length; k++) all[k] ^= last[k];
            }
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
        return all;
    }

    private static int bytes(long bits, String name, long most) {
        if (bits < 0 || bits % 8 != 0) throw Refusal.operation(name + " derives a multiple of 8 bits");
        if (bits / 8 > most) throw Refusal.operation("%s derives at most %d bytes".formatted(name, most));
        return (int) (bits / 8);
    }

    /** So many bits of a secret that was agreed on; -1: all. */
    static byte[] agreed(byte[] secret, long bits) {
        if (bits < 0) return secret;
        if (bits > secret.length * 8L)
            throw Refusal.operation("The secret has only %d bits".formatted(secret.length * 8));
        return bits == 0 ? new byte[0] : Secrets.cut(Arrays.copyOf(secret, secret.length), (int) bits);
    }
}
