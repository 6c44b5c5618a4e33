package dev.mayfly.memory.store;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys of profiles. Each encrypted profile has one of its own, which is kept sealed with the service's key, beside the profile and nowhere else: once
 * that row is gone, nobody can read what was kept under it. AES-256 in Galois/Counter mode (NIST SP 800-38D), a random nonce before each text.
 */
@ApplicationScoped
public class Vault {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Optional<SecretKeySpec> master;
    private final SecureRandom random = new SecureRandom();

    Vault(MemoryConfig config) {
        master = config.encryptionKey().map(text -> {
            byte[] key = Base64.getDecoder().decode(text);
            if (key.length != KEY_BYTES)
                throw new IllegalArgumentException(
                        "mayfly.memory.encryption-key has %d bytes, and must have 32: openssl rand -base64 32"
                                .formatted(key.length));
            return new SecretKeySpec(key, "AES");
        });
    }

    /** A new key for a new profile, sealed; none where the service has no key of its own. */
    Optional<byte[]> newSealedKey() {
        return master.map(key -> {
            byte[] made = new byte[KEY_BYTES];
            random.nextBytes(made);
            return crypt(key, made, "profile");
        });
    }

    /** What seals and opens the texts of that profile. */
    public Box box(ProfileRow profile) {
        if (profile.sealedKey == null) return new Box(Optional.empty(), "");
        byte[] opened = open(
                master.orElseThrow(() -> new Problem.Unavailable(
                        "the profile is encrypted, and the service was started without mayfly.memory.encryption-key")),
                profile.sealedKey,
                "profile");
        return new Box(Optional.of(new SecretKeySpec(opened, "AES")), "profile " + profile.id);
    }

    /** Of one profile. */
    public final class Box {
        private final Optional<SecretKeySpec> key;
        private final String bound;

        private Box(Optional<SecretKeySpec> key, String bound) {
            this.key = key;
            this.bound = bound;
        }

        byte[] seal(byte[] plain) {
            return key.map(known -> crypt(known, plain, bound)).orElse(plain);
        }

        byte[] open(byte[] sealed) {
            return key.map(known -> Vault.this.open(known, sealed, bound)).orElse(sealed);
        }
    }

    private byte[] crypt(SecretKeySpec key, byte[] plain, String bound) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, bound).doFinal(plain);
            return ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a text could not be sealed", e);
        }
    }

    private byte[] open(SecretKeySpec key, byte[] sealed, String bound) {
        try {
            byte[] nonce = java.util.Arrays.copyOf(sealed, NONCE_BYTES);
            return cipher(Cipher.DECRYPT_MODE, key, nonce, bound)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new Problem.Unavailable(
                    "the profile is encrypted under another key than the service was started with (mayfly.memory.encryption-key)");
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String bound)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
