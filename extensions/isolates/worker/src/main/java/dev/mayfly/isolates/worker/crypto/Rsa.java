package dev.mayfly.isolates.worker.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** RSA: keys, signatures, and OAEP. What a guest imports is bounded before the JDK computes with it, since that hears no cancel. */
final class Rsa {
    /** Of a key that is imported: its private operation takes some 100 ms. */
    static final int MODULUS_BITS_MAX = 8192;

    private static final int MODULUS_BITS_MIN = 512;
    private static final int GENERATED_BITS_MIN = 1024;
    private static final int GENERATED_BITS_MAX = 4096;
    private static final int EXPONENT_BITS_MAX = 64;
    private static final List<BigInteger> GENERATED_EXPONENTS =
            List.of(BigInteger.valueOf(3), BigInteger.valueOf(65537));

    private static final Usages PUBLIC_SIGN = Usages.of("verify");
    private static final Usages PRIVATE_SIGN = Usages.of("sign");
    private static final Usages PUBLIC_CIPHER = Usages.of("encrypt", "wrapKey");
    private static final Usages PRIVATE_CIPHER = Usages.of("decrypt", "unwrapKey");

    private Rsa() {}

    private static Usages publicUsages(String name) {
        return name.equals("RSA-OAEP") ? PUBLIC_CIPHER : PUBLIC_SIGN;
    }

    private static Usages privateUsages(String name) {
        return name.equals("RSA-OAEP") ? PRIVATE_CIPHER : PRIVATE_SIGN;
    }

    // ---- keys ----

    static Pair generate(NewKey wanted) {
        var name = wanted.name();
        wanted.within(new Usages(publicUsages(name).bits() | privateUsages(name).bits()));
        var usages = wanted.usages().and(privateUsages(name));
        var parameters = wanted.parameters();
        var exponent = new BigInteger(1, parameters.exponent());
        if (!GENERATED_EXPONENTS.contains(exponent))
            throw Refusal.operation("The public exponent of a new key for RSA is 3 or 65537");
        long bits = parameters.length();
        if (bits < GENERATED_BITS_MIN || bits > GENERATED_BITS_MAX || bits % 8 != 0) {
            throw Refusal.operation("A new key for RSA has %d to %d bits, in whole bytes"
                    .formatted(GENERATED_BITS_MIN, GENERATED_BITS_MAX));
        }
        if (usages.isEmpty()) throw Refusal.usages("A private key needs a usage");
        return Jca.operation("Making a key for RSA", () -> {
            var pairs = Jca.rsaPairs();
            pairs.initialize(new RSAKeyGenParameterSpec((int) bits, exponent), new PolledRandom());
            var pair = pairs.generateKeyPair();
            var algorithm = algorithm(parameters, (RSAPublicKey) pair.getPublic());
            return new Pair(
                    Key.privateOne(
                            algorithm,
                            wanted.extractable(),
                            usages,
                            pair.getPrivate().getEncoded(),
                            new byte[0]),
                    Key.publicOne(
                            algorithm,
                            true,
                            wanted.usages().and(publicUsages(name)),
                            pair.getPublic().getEncoded()));
        });
    }

    private static Key.Algorithm algorithm(NewKey.Parameters parameters, RSAPublicKey key) {
        return algorithm(parameters, key.getModulus(), key.getPublicExponent());
    }

    private static Key.Algorithm algorithm(NewKey.Parameters parameters, BigInteger modulus, BigInteger exponent) {
        var bytes = exponent.toByteArray();
        var shortest = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return new Key.Algorithm(parameters.name(), parameters.hash(), "", modulus.bitLength(), shortest);
    }

    static Key imported(NewKey wanted, KeyData data) {
        return switch (data) {
            case KeyData.Encoded encoded ->
                switch (encoded.format()) {
                    case "spki" -> {
                        wanted.within(publicUsages(wanted.name()));
                        yield publicOne(wanted, Jca.keyData(() -> (RSAPublicKey) Jca.rsaKeys()
                                .generatePublic(
                                        new X509EncodedKeySpec(encoded.bounded().bytes()))));
                    }
                    case "pkcs8" -> {
                        wanted.within(privateUsages(wanted.name()));
                        yield privateOne(wanted, Jca.keyData(() -> (RSAPrivateCrtKey) Jca.rsaKeys()
                                .generatePrivate(new PKCS8EncodedKeySpec(
                                        encoded.bounded().bytes()))));
                    }
                    default -> throw KeyData.unknownFormat(encoded.format(), wanted.name());
                };
            case Jwk jwk -> ofJwk(wanted, jwk);
        };
    }

    private static Key ofJwk(NewKey wanted, Jwk jwk) {
        var name = wanted.name();
        wanted.within(jwk.has("d") ? privateUsages(name) : publicUsages(name));
        jwk.check("RSA", name.equals("RSA-OAEP") ? "enc" : "sig", wanted);
        jwk.checkAlgorithm(jwkAlgorithm(name, wanted.parameters().hash()));
        if (jwk.has("oth")) throw Refusal.notSupported("A key for RSA has two primes here");
        var n = jwk.number("n");
        var e = jwk.number("e");
        if (!jwk.has("d")) {
            return publicOne(wanted, Jca.keyData(() -> {
                checkPublic(n, e);
                return (RSAPublicKey) Jca.rsaKeys().generatePublic(new RSAPublicKeySpec(n, e));
            }));
        }
        var spec = new RSAPrivateCrtKeySpec(
                n,
                e,
                jwk.number("d"),
                jwk.number("p"),
                jwk.number("q"),
                jwk.number("dp"),
                jwk.number("dq"),
                jwk.number("qi"));
        return privateOne(
                wanted, Jca.keyData(() -> (RSAPrivateCrtKey) Jca.rsaKeys().generatePrivate(spec)));
    }

    private static Key publicOne(NewKey wanted, RSAPublicKey key) {
        checkPublic(key.getModulus(), key.getPublicExponent());
        return Key.publicOne(
                algorithm(wanted.parameters(), key), wanted.extractable(), wanted.usages(), key.getEncoded());
    }

    private static Key privateOne(NewKey wanted, RSAPrivateCrtKey key) {
        checkPrivate(key);
        var algorithm = algorithm(wanted.parameters(), key.getModulus(), key.getPublicExponent());
        return Key.privateOne(algorithm, wanted.extractable(), wanted.usages(), key.getEncoded(), new byte[0]);
    }

    private static void checkPublic(BigInteger modulus, BigInteger exponent) {
        int bits = modulus.bitLength();
        if (bits < MODULUS_BITS_MIN || bits > MODULUS_BITS_MAX || !modulus.testBit(0)) {
            throw Refusal.data("The modulus of a key for RSA is odd and has %d to %d bits"
                    .formatted(MODULUS_BITS_MIN, MODULUS_BITS_MAX));
        }
        boolean fits = exponent.compareTo(BigInteger.TWO) > 0
                && exponent.bitLength() <= EXPONENT_BITS_MAX
                && exponent.testBit(0);
        if (!fits)
            throw Refusal.data("The public exponent of a key for RSA is odd, at least 3, and has at most %d bits"
                    .formatted(EXPONENT_BITS_MAX));
    }

    /** All numbers of it belong together; that also bounds them, and what computing with them takes. */
    private static void checkPrivate(RSAPrivateCrtKey key) {
        BigInteger n = key.getModulus(), e = key.getPublicExponent();
        BigInteger p = key.getPrimeP(), q = key.getPrimeQ(), d = key.getPrivateExponent();
        checkPublic(n, e);
        boolean sizes = isPart(p, n) && isPart(q, n) && d.signum() > 0 && d.compareTo(n) < 0;
        if (!sizes || !p.multiply(q).equals(n) || !belongTogether(key, p, q, e)) {
            throw Refusal.data("The numbers of the key for RSA do not belong together");
        }
    }

    private static boolean isPart(BigInteger prime, BigInteger modulus) {
        return prime.compareTo(BigInteger.TWO) > 0 && prime.compareTo(modulus) < 0;
    }

    private static boolean belongTogether(RSAPrivateCrtKey key, BigInteger p, BigInteger q, BigInteger e) {
        BigInteger beforeP = p.subtract(BigInteger.ONE), beforeQ = q.subtract(BigInteger.ONE);
        BigInteger dp = key.getPrimeExponentP(), dq = key.getPrimeExponentQ(), qi = key.getCrtCoefficient();
        var d = key.getPrivateExponent();
        return dp.equals(d.mod(beforeP))
                && dq.equals(d.mod(beforeQ))
                && e.multiply(dp).mod(beforeP).equals(BigInteger.ONE)
                && e.multiply(dq).mod(beforeQ).equals(BigInteger.ONE)
                && qi.signum() > 0
                && qi.compareTo(p) < 0
                && qi.multiply(q).mod(p).equals(BigInteger.ONE);
    }

    static byte[] exported(Key key, String format) {
        switch (format) {
            case "spki" -> key.being(Key.Type.PUBLIC);
            case "pkcs8" -> key.being(Key.Type.PRIVATE);
            default -> throw KeyData.unknownFormat(format, key.algorithm().name());
        }
        return key.material().clone();
    }

    static String exportedJwk(Key key) {
        var writer = new Jwk.Writer(key, "RSA")
                .with(
                        "alg",
                        jwkAlgorithm(key.algorithm().name(), key.algorithm().hash()));
        return Jca.operation("Writing a key for RSA", () -> {
            if (key.type() == Key.Type.PUBLIC) {
                var open = (RSAPublicKey) publicKey(key);
                return writer.with("n", open.getModulus())
                        .with("e", open.getPublicExponent())
                        .json();
            }
            var closed = (RSAPrivateCrtKey) privateKey(key);
            return writer.with("n", closed.getModulus())
                    .with("e", closed.getPublicExponent())
                    .with("d", closed.getPrivateExponent())
                    .with("p", closed.getPrimeP())
                    .with("q", closed.getPrimeQ())
                    .with("dp", closed.getPrimeExponentP())
                    .with("dq", closed.getPrimeExponentQ())
                    .with("qi", closed.getCrtCoefficient())
                    .json();
        });
    }

    private static String jwkAlgorithm(String name, String hash) {
        var bits = hash.substring(4);
        return switch (name) {
            case "RSA-OAEP" -> bits.equals("1") ? "RSA-OAEP" : "RSA-OAEP-" + bits;
            case "RSA-PSS" -> "PS" + bits;
            default -> "RS" + bits;
        };
    }

    private static PublicKey publicKey(Key key) throws GeneralSecurityException {
        return Jca.rsaKeys().generatePublic(new X509EncodedKeySpec(key.material()));
    }

    private static PrivateKey privateKey(Key key) throws GeneralSecurityException {
        return Jca.rsaKeys().generatePrivate(new PKCS8EncodedKeySpec(key.material()));
    }

    // ---- operations ----

    /** @param salt its length in bytes, of RSA-PSS */
    static byte[] sign(Key key, long salt, byte[] data) {
        key.being(Key.Type.PRIVATE);
        return Jca.operation("Signing with RSA", () -> {
            var signature = signature(key, salt);
            signature.initSign(privateKey(key));
            Pieces.of(data, signature::update);
            return signature.sign();
        });
    }

    static boolean verify(Key key, long salt, byte[] signed, byte[] data) {
        key.being(Key.Type.PUBLIC);
        return Jca.operation("Verifying with RSA", () -> {
            var signature = signature(key, salt);
            signature.initVerify(publicKey(key));
            Pieces.of(data, signature::update);
            try {
                return signature.verify(signed);
            } catch (SignatureException unfit) {
                return false;
            }
        });
    }

    private static Signature signature(Key key, long salt) throws GeneralSecurityException {
        var hash = key.algorithm().hash();
        if (!key.algorithm().name().equals("RSA-PSS")) return Jca.rsaSignature(hash.replace("-", "") + "withRSA");
        if (salt > MODULUS_BITS_MAX / 8) throw Refusal.operation("The salt is longer than any key");
        var signature = Jca.rsaSignature("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), (int) salt, PSSParameterSpec.TRAILER_FIELD_BC));
        return signature;
    }

    static byte[] encrypt(Key key, byte[] label, byte[] data) {
        key.being(Key.Type.PUBLIC);
        return oaep(key, Cipher.ENCRYPT_MODE, label, data);
    }

    static byte[] decrypt(Key key, byte[] label, byte[] data) {
        key.being(Key.Type.PRIVATE);
        return oaep(key, Cipher.DECRYPT_MODE, label, data);
    }

    private static byte[] oaep(Key key, int mode, byte[] label, byte[] data) {
        int most = (key.algorithm().length() + 7) / 8;
        if (data.length > most) throw Refusal.operation("RSA-OAEP takes less than %d bytes".formatted(most));
        return Jca.operation("RSA-OAEP", () -> {
            var hash = key.algorithm().hash();
            var parameters =
                    new OAEPParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), new PSource.PSpecified(label));
            var cipher = Jca.cipher("RSA/ECB/OAEPPadding");
            cipher.init(mode, mode == Cipher.ENCRYPT_MODE ? publicKey(key) : privateKey(key), parameters);
            return cipher.doFinal(data);
        });
    }
}
