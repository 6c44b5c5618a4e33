package dev.mayfly.isolates.worker.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/** Ed25519 and Ed448 (RFC 8032), X25519 and X448 (RFC 7748). Keys are kept as these write them. */
final class Edwards {
    /** The JDK takes all of a message at once, and hashes it unheard. */
    private static final int MESSAGE_MAX = 16 << 20;

    private static final int CONTEXT_MAX = 255;
    private static final BigInteger PRIME_255 = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger PRIME_448 =
            BigInteger.TWO.pow(448).subtract(BigInteger.TWO.pow(224)).subtract(BigInteger.ONE);
    /** The smaller y of the points of order 8 of Ed25519; those of orders 1, 2 and 4 have 1, -1 and 0. */
    private static final BigInteger HEIGHT_OF_ORDER_8 =
            new BigInteger("05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826", 16);

    private static final Map<String, Curve> CURVES = Map.of(
            "X25519", new Curve("X25519", 0x6E, 32),
            "X448", new Curve("X448", 0x6F, 56),
            "Ed25519", new Curve("Ed25519", 0x70, 32),
            "Ed448", new Curve("Ed448", 0x71, 57));
    private static final Usages SIGN = Usages.of("sign");
    private static final Usages VERIFY = Usages.of("verify");
    private static final Usages DERIVE = Usages.of("deriveKey", "deriveBits");

    private Edwards() {}

    /** @param id the last part of its identifier, which is 1.3.101.id @param length of a key in bytes */
    private record Curve(String name, int id, int length) {
        static Curve named(String name) {
            return Objects.requireNonNull(CURVES.get(name), name);
        }

        static Curve of(Key key) {
            return named(key.algorithm().name());
        }

        boolean signs() {
            return name.startsWith("Ed");
        }

        private byte[] identifier() {
            return new byte[] {0x2B, 0x65, (byte) id};
        }

        private byte[] header() {
            return Der.element(Der.SEQUENCE, Der.element(Der.OBJECT_ID, identifier()));
        }

        private void readHeader(Der.Reader in) {
            var header = in.in(Der.SEQUENCE);
            header.identifier(identifier());
            header.end();
        }

        /** Whether an encoded point has a small order: a signature with it would fit many messages. */
        boolean isSmall(byte[] point) {
            var y = point.clone();
            y[length - 1] &= 0x7F;
            for (int i = 0, j = length - 1; i < j; i++, j--) {
                byte swapped = y[i];
                y[i] = y[j];
                y[j] = swapped;
            }
            var prime = length == 32 ? PRIME_255 : PRIME_448;
            var height = new BigInteger(1, y).mod(prime);
            var least = height.min(prime.subtract(height));
            return least.compareTo(BigInteger.ONE) <= 0 || (length == 32 && least.equals(HEIGHT_OF_ORDER_8));
        }

        byte[] checked(byte[] key) {
            if (key.length != length) throw Refusal.data("A key for %s has %d bytes".formatted(name, length));
            return key;
        }

        byte[] spki(byte[] key) {
            return Der.element(Der.SEQUENCE, header(), Der.bits(key));
        }

        byte[] ofSpki(byte[] bytes) {
            var whole = new Der.Reader(bytes);
            var in = whole.in(Der.SEQUENCE);
            whole.end();
            readHeader(in);
            var key = in.bits();
            in.end();
            return checked(key);
        }

        byte[] pkcs8(byte[] key) {
            var inner = Der.element(Der.OCTETS, key);
            return Der.element(
                    Der.SEQUENCE, Der.element(Der.INTEGER, new byte[] {0}), header(), Der.element(Der.OCTETS, inner));
        }

        byte[] ofPkcs8(byte[] bytes) {
            var whole = new Der.Reader(bytes);
            var in = whole.in(Der.SEQUENCE);
            whole.end();
            in.version(0);
            readHeader(in);
            var key = in.in(Der.OCTETS).rest(Der.OCTETS);
            return checked(key);
        }

        PrivateKey privateKey(byte[] key) throws GeneralSecurityException {
            return Jca.curveKeys(name).generatePrivate(new PKCS8EncodedKeySpec(pkcs8(key)));
        }

        PublicKey publicKey(byte[] key) throws GeneralSecurityException {
            return Jca.curveKeys(name).generatePublic(new X509EncodedKeySpec(spki(key)));
        }

        /** The key that belongs to a private one, which is nothing but the random bytes that a pair is made of. */
        byte[] publicOf(byte[] key) {
            return Jca.keyData(() -> {
                var pairs = Jca.curvePairs(name);
                pairs.initialize(new NamedParameterSpec(name), new Given(key));
                return ofSpki(pairs.generateKeyPair().getPublic().getEncoded());
            });
        }
    }

    /** Randomness that is none. */
    private static final class Given extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        Given(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] wanted) {
            System.arraycopy(bytes, 0, wanted, 0, wanted.length);
        }
    }

    // ---- keys ----

    private static Usages privateUsages(Curve curve) {
        return curve.signs() ? SIGN : DERIVE;
    }

    private static Usages publicUsages(Curve curve) {
        return curve.signs() ? VERIFY : Usages.NONE;
    }

    static Pair generate(NewKey wanted) {
        var curve = Curve.named(wanted.name());
        wanted.within(
                new Usages(privateUsages(curve).bits() | publicUsages(curve).bits()));
        var key = Digests.randomBytes(curve.length);
        var open = curve.publicOf(key);
        var algorithm = Key.Algorithm.plain(wanted.name());
        return new Pair(
                Key.privateOne(algorithm, wanted.extractable(), wanted.usages().and(privateUsages(curve)), key, open),
                Key.publicOne(algorithm, true, wanted.usages().and(publicUsages(curve)), open));
    }

    static Key imported(NewKey wanted, KeyData data) {
        var curve = Curve.named(wanted.name());
        return switch (data) {
            case KeyData.Encoded encoded -> encoded(wanted, curve, encoded.format(), encoded.bytes());
            case Jwk jwk -> ofJwk(wanted, curve, jwk);
        };
    }

    private static Key encoded(NewKey wanted, Curve curve, String format, byte[] bytes) {
        return switch (format) {
            case "raw" -> {
                wanted.within(publicUsages(curve));
                yield publicOne(wanted, curve.checked(bytes));
            }
            case "spki" -> {
                wanted.within(publicUsages(curve));
                yield publicOne(wanted, curve.ofSpki(bytes));
            }
            case "pkcs8" -> {
                wanted.within(privateUsages(curve));
                var key = curve.ofPkcs8(bytes);
                yield privateOne(wanted, key, curve.publicOf(key));
            }
            default -> throw KeyData.unknownFormat(format, wanted.name());
        };
    }

    private static Key ofJwk(NewKey wanted, Curve curve, Jwk jwk) {
        wanted.within(jwk.has("d") ? privateUsages(curve) : publicUsages(curve));
        jwk.check("OKP", curve.signs() ? "sig" : "enc", wanted);
        if (!jwk.text("crv").equals(curve.name)) throw Refusal.data("crv of the JSON Web Key must be " + curve.name);
        if (curve.signs()) jwk.checkAlgorithm(curve.name, "EdDSA");
        var open = jwk.bytes("x", curve.length);
        if (!jwk.has("d")) return publicOne(wanted, open);
        var key = jwk.bytes("d", curve.length);
        if (!Arrays.equals(open, curve.publicOf(key)))
            throw Refusal.data("The private and the public key do not belong together");
        return privateOne(wanted, key, open);
    }

    private static Key publicOne(NewKey wanted, byte[] key) {
        return Key.publicOne(Key.Algorithm.plain(wanted.name()), wanted.extractable(), wanted.usages(), key);
    }

    private static Key privateOne(NewKey wanted, byte[] key, byte[] open) {
        return Key.privateOne(Key.Algorithm.plain(wanted.name()), wanted.extractable(), wanted.usages(), key, open);
    }

    static byte[] exported(Key key, String format) {
        return switch (format) {
            case "raw" -> key.being(Key.Type.PUBLIC).material().clone();
            case "spki" -> Curve.of(key).spki(key.being(Key.Type.PUBLIC).material());
            case "pkcs8" -> Curve.of(key).pkcs8(key.being(Key.Type.PRIVATE).material());
            default -> throw KeyData.unknownFormat(format, key.algorithm().name());
        };
    }

    static String exportedJwk(Key key) {
        var curve = Curve.of(key);
        boolean closed = key.type() == Key.Type.PRIVATE;
        var writer =
                new Jwk.Writer(key, "OKP").with("crv", curve.name).with("x", closed ? key.point() : key.material());
        if (curve.signs()) writer.with("alg", curve.name);
        return (closed ? writer.with("d", key.material()) : writer).json();
    }

    // ---- operations ----

    static byte[] sign(Key key, byte[] context, byte[] data) {
        var curve = Curve.of(key.being(Key.Type.PRIVATE));
        return Jca.operation(curve.name, () -> {
            var signature = signature(curve, context, data);
            signature.initSign(curve.privateKey(key.material()));
            signature.update(data);
            return signature.sign();
        });
    }

    static boolean verify(Key key, byte[] context, byte[] signed, byte[] data) {
        var curve = Curve.of(key.being(Key.Type.PUBLIC));
        return Jca.operation(curve.name, () -> {
            var signature = signature(curve, context, data);
            if (curve.isSmall(key.material()) || curve.isSmall(Arrays.copyOf(signed, curve.length))) return false;
            try {
                signature.initVerify(curve.publicKey(key.material()));
                signature.update(data);
                return signature.verify(signed);
            } catch (SignatureException | InvalidKeyException unfit) {
                return false;
            }
        });
    }

    private static Signature signature(Curve curve, byte[] context, byte[] data) throws GeneralSecurityException {
        if (context.length > CONTEXT_MAX)
            throw Refusal.operation("The context has at most %d bytes".formatted(CONTEXT_MAX));
        if (data.length > MESSAGE_MAX)
            throw Refusal.operation("%s takes at most %d bytes".formatted(curve.name, MESSAGE_MAX));
        var signature = Jca.curveSignature(curve.name);
        if (context.length > 0) signature.setParameter(new EdDSAParameterSpec(false, context));
        return signature;
    }

    static byte[] agree(Key key, Key other) {
        var curve = Curve.of(key);
        return Jca.operation(curve.name, () -> {
            var agreement = Jca.agreement(curve.name);
            agreement.init(curve.privateKey(key.material()));
            agreement.doPhase(curve.publicKey(other.material()), true);
            return agreement.generateSecret();
        });
    }
}
