package dev.mayfly.control.temporary;

import dev.mayfly.bindings.problem.Problem;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Work that somebody is asked to do. It travels to its solver and back, signed, so that nothing is kept of it until it is solved.
 *
 * @param id never the same
 * @param seed 32 bytes that the work begins with
 */
record Challenge(String id, byte[] seed, ProofOfWork.Size size, Instant expiresAt) {
    private static final int ID_BYTES = 16;
    private static final int SEED_BYTES = 32;
    private static final int MAC_BYTES = 32;
    private static final int BYTES = ID_BYTES + SEED_BYTES + 2 * Integer.BYTES + Long.BYTES;
    private static final int TEXT_MAX = 200;
    private static final String MAC = "HmacSHA256";

    static Challenge random(SecureRandom random, ProofOfWork.Size size, Instant expiresAt) {
        byte[] id = new byte[ID_BYTES];
        byte[] seed = new byte[SEED_BYTES];
        random.nextBytes(id);
        random.nextBytes(seed);
        return new Challenge(HexFormat.of().formatHex(id), seed, size, Instant.ofEpochMilli(expiresAt.toEpochMilli()));
    }

    String signed(SecretKeySpec key) {
        byte[] content = ByteBuffer.allocate(BYTES)
                .put(HexFormat.of().parseHex(id))
                .put(seed)
                .putInt(size.segments())
                .putInt(size.steps())
                .putLong(expiresAt.toEpochMilli())
                .array();
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(BYTES + MAC_BYTES)
                        .put(content)
                        .put(mac(key, content))
                        .array());
    }

    /** Fails with {@link Problem.Invalid} when it was not signed with that key, or has ended. */
    static Challenge read(String text, SecretKeySpec key, Instant now) {
        byte[] bytes = bytes(text);
        byte[] content = Arrays.copyOf(bytes, BYTES);
        byte[] mac = Arrays.copyOfRange(bytes, BYTES, BYTES + MAC_BYTES);
        if (!MessageDigest.isEqual(mac, mac(key, content))) throw unknown();
        ByteBuffer in = ByteBuffer.wrap(content);
        byte[] id = new byte[ID_BYTES];
        byte[] seed = new byte[SEED_BYTES];
        in.get(id).get(seed);
        var challenge = new Challenge(
                HexFormat.of().formatHex(id),
                seed,
                new ProofOfWork.Size(in.getInt(), in.getInt()),
                Instant.ofEpochMilli(in.getLong()));
        if (!now.isBefore(challenge.expiresAt))
            throw new Problem.Invalid("challenge-expired", "this challenge has ended; ask for another");
        return challenge;
    }

    private static byte[] bytes(String text) {
        try {
            byte[] bytes = text.length() > TEXT_MAX
                    ? new byte[0]
                    : Base64.getUrlDecoder().decode(text);
            if (bytes.length != BYTES + MAC_BYTES) throw unknown();
            return bytes;
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
    }

    private static byte[] mac(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + MAC, e);
        }
    }

    private static Problem unknown() {
        return new Problem.Invalid("invalid-challenge", "this is no challenge of this platform; ask for one");
    }
}
