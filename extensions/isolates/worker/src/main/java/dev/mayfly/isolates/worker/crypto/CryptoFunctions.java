package dev.mayfly.isolates.worker.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the prelude asks for when an author calls {@code crypto.subtle}. Arguments come in the order that {@code subtle.js} writes down; a
 * {@link Refusal} becomes the DOMException of its name.
 */
public final class CryptoFunctions {
    private CryptoFunctions() {}

    /** @return null, a truth, a text, or bytes */
    public static @Nullable Object call(String name, Arguments a) {
        return switch (name) {
            case "digest" -> buffer(Digests.digest(a.text(), a.bytes()));
            case "describe" -> a.key().described();
            case "copy" -> copy(a);
            case "generateKey" -> generate(a);
            case "importKey" -> imported(a);
            case "exportKey" -> exported(a);
            case "encrypt" -> buffer(encrypted(a.key(), "encrypt", a));
            case "decrypt" -> buffer(decrypted(a.key(), "decrypt", a));
            case "sign" -> buffer(signed(a));
            case "verify" -> verified(a);
            case "deriveBits" -> deriveBits(a);
            case "deriveKey" -> deriveKey(a);
            case "wrapKey" -> wrapped(a);
            case "unwrapKey" -> unwrapped(a);
            default -> throw new IllegalArgumentException("there is no " + name);
        };
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes);
    }

    private static @Nullable Object copy(Arguments a) {
        var from = a.key();
        a.holder().accept(from);
        return null;
    }

    // ---- keys ----

    private static boolean generate(Arguments a) {
        var wanted = NewKey.of(NewKey.Parameters.ofGenerate(a), a);
        var one = a.holder();
        var family = Family.of(wanted.name());
        if (family == Family.AES || family == Family.HMAC) {
            one.accept(Secrets.generate(wanted));
            return false;
        }
        var pair = switch (family) {
            case RSA -> Rsa.generate(wanted);
            case ELLIPTIC -> Elliptic.generate(wanted);
            default -> Edwards.generate(wanted);
        };
        one.accept(pair.privateKey());
        a.holder().accept(pair.publicKey());
        return true;
    }

    private static @Nullable Object imported(Arguments a) {
        var holder = a.holder();
        var format = a.text();
        var wanted = NewKey.of(NewKey.Parameters.ofImport(a), a);
        holder.accept(made(wanted, format.equals("jwk") ? Jwk.of(a) : new KeyData.Encoded(format, a.bytes())));
        return null;
    }

    private static Key made(NewKey wanted, KeyData data) {
        return switch (Family.of(wanted.name())) {
            case AES, HMAC, SEED -> Secrets.imported(wanted, data);
            case RSA -> Rsa.imported(wanted, data);
            case ELLIPTIC -> Elliptic.imported(wanted, data);
            case EDWARDS -> Edwards.imported(wanted, data);
        };
    }

    /** The text of a JSON Web Key, or bytes. */
    private static Object exported(Arguments a) {
        var key = a.key();
        var format = a.text();
        checkExtractable(key);
        return format.equals("jwk") ? jwk(key) : buffer(bytes(key, format));
    }

    private static void checkExtractable(Key key) {
        if (Family.of(key.algorithm().name()) == Family.SEED)
            throw Refusal.notSupported(
                    "A key for %s cannot be exported".formatted(key.algorithm().name()));
        if (!key.extractable()) throw Refusal.access("The key is not extractable");
    }

    private static String jwk(Key key) {
        return switch (Family.of(key.algorithm().name())) {
            case AES, HMAC, SEED -> Secrets.exportedJwk(key);
            case RSA -> Rsa.exportedJwk(key);
            case ELLIPTIC -> Elliptic.exportedJwk(key);
            case EDWARDS -> Edwards.exportedJwk(key);
        };
    }

    private static byte[] bytes(Key key, String format) {
        return switch (Family.of(key.algorithm().name())) {
            case AES, HMAC, SEED -> Secrets.exported(key, format);
            case RSA -> Rsa.exported(key, format);
            case ELLIPTIC -> Elliptic.exported(key, format);
            case EDWARDS -> Edwards.exported(key, format);
        };
    }

    // ---- operations ----

    private static byte[] encrypted(Key key, String usage, Arguments a) {
        var cipher = Encryption.of(a);
        return cipher.encrypt(key.allowing(cipher.name(), usage), a.bytes());
    }

    private static byte[] decrypted(Key key, String usage, Arguments a) {
        var cipher = Encryption.of(a);
        return cipher.decrypt(key.allowing(cipher.name(), usage), a.bytes());
    }

    private static byte[] signed(Arguments a) {
        var key = a.key();
        var scheme = Signing.of(a);
        return scheme.sign(key.allowing(scheme.name(), "sign"), a.bytes());
    }

    private static boolean verified(Arguments a) {
        var key = a.key();
        var scheme = Signing.of(a);
        return scheme.verify(key.allowing(scheme.name(), "verify"), a.bytes(), a.bytes());
    }

    private static ByteBuffer deriveBits(Arguments a) {
        var key = a.key();
        var how = Deriving.of(a);
        return buffer(how.bits(key.allowing(how.name(), "deriveBits"), a.number(-1)));
    }

    private static @Nullable Object deriveKey(Arguments a) {
        var holder = a.holder();
        var key = a.key();
        var how = Deriving.of(a);
        var parameters = NewKey.Parameters.ofImport(a);
        var length = NewKey.Parameters.ofLength(a);
        var wanted = NewKey.of(parameters, a);
        key.allowing(how.name(), "deriveKey");
        var secret = how.bits(key, Secrets.derivedBits(length));
        holder.accept(made(wanted, new KeyData.Encoded("raw", secret)));
        return null;
    }

    private static ByteBuffer wrapped(Arguments a) {
        var format = a.text();
        var key = a.key();
        var with = a.key();
        var cipher = Encryption.of(a);
        with.allowing(cipher.name(), "wrapKey");
        checkExtractable(key);
        return buffer(cipher.encrypt(with, format.equals("jwk") ? padded(jwk(key), cipher) : bytes(key, format)));
    }

    /** AES-KW takes a multiple of 8 bytes: the standard lets JSON, which may end in spaces, be made to fit. */
    private static byte[] padded(String json, Encryption cipher) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        if (!cipher.name().equals("AES-KW")) return bytes;
        var fitting = Arrays.copyOf(bytes, (bytes.length + 7) / 8 * 8);
        Arrays.fill(fitting, bytes.length, fitting.length, (byte) ' ');
        return fitting;
    }

    /** Makes the key, or answers the text of the JSON Web Key that was wrapped: the prelude knows how to read it. */
    private static @Nullable Object unwrapped(Arguments a) {
        var holder = a.holder();
        var format = a.text();
        var with = a.key();
        var cipher = Encryption.of(a);
        var wanted = NewKey.of(NewKey.Parameters.ofImport(a), a);
        with.allowing(cipher.name(), "unwrapKey");
        var bytes = cipher.decrypt(with, a.bytes());
        if (format.equals("jwk")) return Jwk.textOf(bytes);
        holder.accept(made(wanted, new KeyData.Encoded(format, bytes)));
        return null;
    }
}
