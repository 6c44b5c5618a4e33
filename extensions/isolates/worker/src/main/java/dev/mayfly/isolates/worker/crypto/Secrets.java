package dev.mayfly.isolates.worker.crypto;

import java.util.Arrays;

/** Keys that are bytes and nothing else: for AES, for HMAC, and those that others are derived from. */
final class Secrets {
    private static final int HMAC_BITS_MAX = 65_536;
    private static final Usages CIPHER = Usages.of("encrypt", "decrypt", "wrapKey", "unwrapKey");
    private static final Usages WRAP = Usages.of("wrapKey", "unwrapKey");
    private static final Usages SIGN = Usages.of("sign", "verify");
    private static final Usages DERIVE = Usages.of("deriveKey", "deriveBits");

    private Secrets() {}

    static Key generate(NewKey wanted) {
        wanted.within(possible(wanted.name()));
        int bits = wanted.name().equals("HMAC") ? hmacBits(wanted) : aesBits(wanted);
        var key = Digests.randomBytes((bits + 7) / 8);
        return of(wanted, cut(key, bits), bits);
    }

    private static int aesBits(NewKey wanted) {
        long bits = wanted.parameters().length();
        if (!isAes(bits)) throw Refusal.operation("A key for AES has 128, 192 or 256 bits");
        return (int) bits;
    }

    private static int hmacBits(NewKey wanted) {
        long bits = wanted.parameters().length();
        if (bits < 0) return Digests.blockBits(wanted.parameters().hash());
        if (bits == 0 || bits > HMAC_BITS_MAX)
            throw Refusal.operation("A key for HMAC has 1 to %d bits".formatted(HMAC_BITS_MAX));
        return (int) bits;
    }

    private static boolean isAes(long bits) {
        return bits == 128 || bits == 192 || bits == 256;
    }

    static Key imported(NewKey wanted, KeyData data) {
        wanted.within(possible(wanted.name()));
        var bytes = switch (data) {
            case KeyData.Encoded encoded -> {
                if (!encoded.format().equals("raw")) throw KeyData.unknownFormat(encoded.format(), wanted.name());
                yield encoded.bytes();
            }
            case Jwk jwk -> ofJwk(wanted, jwk);
        };
        return switch (Family.of(wanted.name())) {
            case AES -> aes(wanted, bytes);
            case HMAC -> hmac(wanted, bytes);
            default -> {
                if (wanted.extractable())
                    throw Refusal.usages("A key for %s is not extractable".formatted(wanted.name()));
                yield of(wanted, bytes, 0);
            }
        };
    }

    private static byte[] ofJwk(NewKey wanted, Jwk jwk) {
        var family = Family.of(wanted.name());
        if (family == Family.SEED) throw KeyData.unknownFormat("jwk", wanted.name());
        if (!jwk.text("kty").equals("oct")) throw Refusal.data("kty of the JSON Web Key must be oct");
        var bytes = jwk.bytes("k");
        if (family == Family.AES) checkAes(bytes);
        jwk.checkAlgorithm(jwkAlgorithm(wanted.name(), wanted.parameters().hash(), bytes.length * 8));
        jwk.check("oct", family == Family.AES ? "enc" : "sig", wanted);
        return bytes;
    }

    private static Key aes(NewKey wanted, byte[] bytes) {
        checkAes(bytes);
        return of(wanted, bytes, bytes.length * 8);
    }

    private static void checkAes(byte[] bytes) {
        if (!isAes(bytes.length * 8L)) throw Refusal.data("A key for AES has 128, 192 or 256 bits");
    }

    private static Key hmac(NewKey wanted, byte[] bytes) {
        if (bytes.length == 0) throw Refusal.data("The key is empty");
        long bits = bytes.length * 8L, asked = wanted.parameters().length();
        if (asked >= 0 && (asked > bits || asked <= bits - 8)) {
            throw Refusal.data("A key of %d bytes does not have %d bits".formatted(bytes.length, asked));
        }
        int length = Math.toIntExact(asked < 0 ? bits : asked);
        return of(wanted, cut(bytes, length), length);
    }

    private static Key of(NewKey wanted, byte[] bytes, int bits) {
        var algorithm = Key.Algorithm.secret(wanted.name(), wanted.parameters().hash(), bits);
        return Key.secret(algorithm, wanted.extractable(), wanted.usages(), bytes);
    }

    /** So many bits of it; those that are over in its last byte are zero. */
    static byte[] cut(byte[] bytes, int bits) {
        var cut = Arrays.copyOf(bytes, (bits + 7) / 8);
        if (bits % 8 != 0) cut[cut.length - 1] &= (byte) (0xFF << (8 - bits % 8));
        return cut;
    }

    /** How many bits a derived key takes; -1: whatever there is. */
    static int derivedBits(NewKey.Parameters wanted) {
        return switch (Family.of(wanted.name())) {
            case AES -> {
                if (!isAes(wanted.length())) throw Refusal.operation("A key for AES has 128, 192 or 256 bits");
                yield (int) wanted.length();
            }
            case HMAC -> {
                if (wanted.length() == 0) throw new IllegalArgumentException("A key for HMAC has at least one bit");
                yield wanted.length() < 0
                        ? Digests.blockBits(wanted.hash())
                        : (int) Math.min(wanted.length(), Integer.MAX_VALUE - 7);
            }
            default -> -1;
        };
    }

    static byte[] exported(Key key, String format) {
        if (!format.equals("raw"))
            throw KeyData.unknownFormat(format, key.algorithm().name());
        return key.material().clone();
    }

    static String exportedJwk(Key key) {
        var algorithm = key.algorithm();
        return new Jwk.Writer(key, "oct")
                .with("alg", jwkAlgorithm(algorithm.name(), algorithm.hash(), algorithm.length()))
                .with("k", key.material())
                .json();
    }

    private static String jwkAlgorithm(String name, String hash, int bits) {
        return name.equals("HMAC") ? "HS" + hash.substring(4) : "A" + bits + name.substring(4);
    }

    private static Usages possible(String name) {
        return switch (Family.of(name)) {
            case AES -> name.equals("AES-KW") ? WRAP : CIPHER;
            case HMAC -> SIGN;
            default -> DERIVE;
        };
    }
}
