package dev.mayfly.control.secrets;

import dev.mayfly.control.ControlConfig;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts with AES-256-GCM. What is sealed opens only under the name it was sealed for, so a row that is copied elsewhere in the
 * table opens nothing.
 */
@Singleton
@Startup
public class SecretBox {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final String keyId;
    private final SecureRandom random = new SecureRandom();

    @Inject
    SecretBox(ControlConfig config) {
        this(config.secretsKey());
    }

    SecretBox(String base64) {
        byte[] bytes = decode(base64);
        this.key = new SecretKeySpec(bytes, "AES");
        this.keyId = id(bytes);
    }

    /**
     * What is kept of a text.
     *
     * @param keyId tells which key it takes to open it
     */
    public record Sealed(String keyId, byte[] nonce, byte[] bytes) {}

    public Sealed seal(String name, String text) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return new Sealed(
                    keyId,
                    nonce,
                    cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("could not seal " + name, e);
        }
    }

    public String open(String name, Sealed sealed) {
        if (!sealed.keyId.equals(keyId))
            throw new IllegalStateException("%s was sealed with key %s, mayfly.control.secrets-key is key %s"
                    .formatted(name, sealed.keyId, keyId));
        try {
            return new String(
                    cipher(Cipher.DECRYPT_MODE, sealed.nonce, name).doFinal(sealed.bytes), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(name + " does not open: it was changed, or sealed for something else", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] decode(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "mayfly.control.secrets-key is not base64; make one with: openssl rand -base64 32");
        }
        if (bytes.length != KEY_BYTES)
            throw new IllegalArgumentException(
                    "mayfly.control.secrets-key has %d bytes, it must have %d; make one with: openssl rand -base64 32"
                            .formatted(bytes.length, KEY_BYTES));
        return bytes;
    }

    /** Says which key it is, and nothing about what it is. */
    private static String id(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("mayfly secrets key id".getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(key), 0, 8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
