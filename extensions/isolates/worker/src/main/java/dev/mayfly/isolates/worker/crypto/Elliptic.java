package dev.mayfly.isolates.worker.crypto;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Map;

/** ECDSA and ECDH on the curves of NIST. Private keys are kept as numbers of the curve's length, public ones as uncompressed points. */
final class Elliptic {
    private static final byte[] OF_CURVE_KEYS = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};
    private static final Map<String, Curve> CURVES = Map.of(
            "P-256",
            Curve.of("secp256r1", "ES256", 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07),
            "P-384",
            Curve.of("secp384r1", "ES384", 0x2B, 0x81, 0x04, 0x00, 0x22),
            "P-521",
            Curve.of("secp521r1", "ES512", 0x2B, 0x81, 0x04, 0x00, 0x23));
    private static final Usages SIGN = Usages.of("sign");
    private static final Usages VERIFY = Usages.of("verify");
    private static final Usages DERIVE = Usages.of("deriveKey", "deriveBits");

    private Elliptic() {}

    private record Curve(String jcaName, String jwkAlgorithm, byte[] identifier, ECParameterSpec parameters) {
        static Curve of(String jcaName, String jwkAlgorithm, int... identifier) {
            var bytes = new byte[identifier.length];
            for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) identifier[i];
            try {
                var parameters = AlgorithmParameters.getInstance("EC");
                parameters.init(new ECGenParameterSpec(jcaName));
                return new Curve(jcaName, jwkAlgorithm, bytes, parameters.getParameterSpec(ECParameterSpec.class));
            } catch (GeneralSecurityException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        static Curve named(String name) {
            var curve = CURVES.get(name);
            if (curve == null) throw Refusal.notSupported("The curves are P-256, P-384 and P-521");
            return curve;
        }

        static Curve of(Key key) {
            return named(key.algorithm().curve());
        }

        private BigInteger prime() {
            return ((ECFieldFp) parameters.getCurve().getField()).getP();
        }

        /** Of a coordinate, in bytes. */
        int length() {
            return (prime().bitLength() + 7) / 8;
        }

        byte[] fixed(BigInteger number) {
            var bytes = number.toByteArray();
            int length = length();
            if (bytes.length == length) return bytes;
            if (bytes.length > length) return Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
            var padded = new byte[length];
            System.arraycopy(bytes, 0, padded, length - bytes.length, bytes.length);
            return padded;
        }

        byte[] encoded(ECPoint point) {
            var bytes = Arrays.copyOf(new byte[] {4}, 1 + 2 * length());
            System.arraycopy(fixed(point.getAffineX()), 0, bytes, 1, length());
            System.arraycopy(fixed(point.getAffineY()), 0, bytes, 1 + length(), length());
            return bytes;
        }

        /** A point of this curve, compressed or not. */
        ECPoint point(byte[] bytes) {
            if (bytes.length == 1 + length() && (bytes[0] == 2 || bytes[0] == 3)) {
                var x = new BigInteger(1, Arrays.copyOfRange(bytes, 1, bytes.length));
                return onCurve(x, height(x, bytes[0] == 3));
            }
            if (bytes.length != 1 + 2 * length() || bytes[0] != 4) throw Refusal.data("The key is no point");
            return onCurve(
                    new BigInteger(1, Arrays.copyOfRange(bytes, 1, 1 + length())),
                    new BigInteger(1, Arrays.copyOfRange(bytes, 1 + length(), bytes.length)));
        }

        private ECPoint onCurve(BigInteger x, BigInteger y) {
            var p = prime();
            if (x.compareTo(p) >= 0
                    || y.compareTo(p) >= 0
                    || !y.multiply(y).mod(p).equals(rightSide(x))) {
                throw Refusal.data("The key is no point of its curve");
            }
            return new ECPoint(x, y);
        }

        /** x³ + ax + b */
        private BigInteger rightSide(BigInteger x) {
            var curve = parameters.getCurve();
            return x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(prime());
        }

        /** The y of an x; all these primes are 3 modulo 4. */
        BigInteger height(BigInteger x, boolean odd) {
            var p = prime();
            var root = rightSide(x).modPow(p.add(BigInteger.ONE).shiftRight(2), p);
            return root.testBit(0) == odd ? root : p.subtract(root);
        }

        byte[] header() {
            return Der.element(
                    Der.SEQUENCE, Der.element(Der.OBJECT_ID, OF_CURVE_KEYS), Der.element(Der.OBJECT_ID, identifier));
        }

        void readHeader(Der.Reader in) {
            var header = in.in(Der.SEQUENCE);
            header.identifier(OF_CURVE_KEYS);
            header.identifier(identifier);
            header.end();
        }

        PrivateKey privateKey(byte[] number) throws GeneralSecurityException {
            var spec = new ECPrivateKeySpec(new BigInteger(1, number), parameters);
            return Jca.curveKeys("EC").generatePrivate(spec);
        }

        PublicKey publicKey(ECPoint point) throws GeneralSecurityException {
            return Jca.curveKeys("EC").generatePublic(new ECPublicKeySpec(point, parameters));
        }

        /**
         * The point that belongs to a private key. The JDK says only what two parties agree on, which is the x of it if the other one is the
         * generator; which of the two points with that x it is shows a signature.
         */
        byte[] pointOf(byte[] number) {
            return Jca.keyData(() -> {
                var key = privateKey(number);
                var x = new BigInteger(1, secret(key, publicKey(parameters.getGenerator())));
                var signed = signed("SHA-256", key, number);
                var point = new ECPoint(x, height(x, false));
                boolean fits = verified("SHA-256", publicKey(point), signed, number);
                return encoded(fits ? point : new ECPoint(x, height(x, true)));
            });
        }
    }

    // ---- keys ----

    private static Usages privateUsages(String name) {
        return name.equals("ECDSA") ? SIGN : DERIVE;
    }

    private static Usages publicUsages(String name) {
        return name.equals("ECDSA") ? VERIFY : Usages.NONE;
    }

    static Pair generate(NewKey wanted) {
        var name = wanted.name();
        wanted.within(new Usages(privateUsages(name).bits() | publicUsages(name).bits()));
        var curve = Curve.named(wanted.parameters().curve());
        return Jca.operation("Making a key", () -> {
            var pairs = Jca.curvePairs("EC");
            pairs.initialize(new ECGenParameterSpec(curve.jcaName), new PolledRandom());
            var pair = pairs.generateKeyPair();
            var number = curve.fixed(((ECPrivateKey) pair.getPrivate()).getS());
            var point = curve.encoded(((ECPublicKey) pair.getPublic()).getW());
            var algorithm = algorithm(wanted);
            return new Pair(
                    Key.privateOne(
                            algorithm, wanted.extractable(), wanted.usages().and(privateUsages(name)), number, point),
                    Key.publicOne(algorithm, true, wanted.usages().and(publicUsages(name)), point));
        });
    }

    private static Key.Algorithm algorithm(NewKey wanted) {
        return Key.Algorithm.onCurve(wanted.name(), wanted.parameters().curve());
    }

    static Key imported(NewKey wanted, KeyData data) {
        return switch (data) {
            case KeyData.Encoded encoded -> {
                var curve = checked(wanted, encoded);
                yield switch (encoded.format()) {
                    case "raw" -> publicOne(wanted, curve, encoded.bounded().bytes());
                    case "spki" -> spki(wanted, curve, encoded.bounded().bytes());
                    default -> pkcs8(wanted, curve, encoded.bounded().bytes());
                };
            }
            case Jwk jwk -> ofJwk(wanted, jwk);
        };
    }

    private static Curve checked(NewKey wanted, KeyData.Encoded encoded) {
        switch (encoded.format()) {
            case "raw", "spki" -> wanted.within(publicUsages(wanted.name()));
            case "pkcs8" -> wanted.within(privateUsages(wanted.name()));
            default -> throw KeyData.unknownFormat(encoded.format(), wanted.name());
        }
        return Curve.named(wanted.parameters().curve());
    }

    private static Key publicOne(NewKey wanted, Curve curve, byte[] point) {
        var known = curve.encoded(curve.point(point));
        return Key.publicOne(algorithm(wanted), wanted.extractable(), wanted.usages(), known);
    }

    private static Key spki(NewKey wanted, Curve curve, byte[] bytes) {
        var in = new Der.Reader(bytes);
        var key = in.in(Der.SEQUENCE);
        in.end();
        curve.readHeader(key);
        var point = key.bits();
        key.end();
        return publicOne(wanted, curve, point);
    }

    private static Key pkcs8(NewKey wanted, Curve curve, byte[] bytes) {
        var whole = new Der.Reader(bytes);
        var in = whole.in(Der.SEQUENCE);
        whole.end();
        in.version(0);
        curve.readHeader(in);
        var key = in.in(Der.OCTETS).in(Der.SEQUENCE);
        key.version(1);
        var number = key.rest(Der.OCTETS);
        if (key.isNext(Der.FIELD_0)) key.in(Der.FIELD_0).identifier(curve.identifier);
        var point = key.isNext(Der.FIELD_1) ? key.in(Der.FIELD_1).bits() : null;
        key.end();
        var known = curve.pointOf(checkedNumber(curve, number));
        if (point != null && !Arrays.equals(known, curve.encoded(curve.point(point)))) throw notTogether();
        return privateOne(wanted, number, known);
    }

    private static byte[] checkedNumber(Curve curve, byte[] number) {
        var value = new BigInteger(1, number);
        if (number.length != curve.length()
                || value.signum() == 0
                || value.compareTo(curve.parameters.getOrder()) >= 0) {
            throw Refusal.data("The private key is no number of its curve");
        }
        return number;
    }

    private static Key ofJwk(NewKey wanted, Jwk jwk) {
        var name = wanted.name();
        wanted.within(jwk.has("d") ? privateUsages(name) : publicUsages(name));
        jwk.check("EC", name.equals("ECDSA") ? "sig" : "enc", wanted);
        if (!jwk.text("crv").equals(wanted.parameters().curve()))
            throw Refusal.data(
                    "crv of the JSON Web Key must be " + wanted.parameters().curve());
        var curve = Curve.named(wanted.parameters().curve());
        if (name.equals("ECDSA")) jwk.checkAlgorithm(curve.jwkAlgorithm);
        var point = Arrays.copyOf(new byte[] {4}, 1 + 2 * curve.length());
        System.arraycopy(jwk.bytes("x", curve.length()), 0, point, 1, curve.length());
        System.arraycopy(jwk.bytes("y", curve.length()), 0, point, 1 + curve.length(), curve.length());
        if (!jwk.has("d")) return publicOne(wanted, curve, point);
        curve.point(point);
        var number = checkedNumber(curve, jwk.bytes("d", curve.length()));
        if (!Arrays.equals(point, curve.pointOf(number))) throw notTogether();
        return privateOne(wanted, number, point);
    }

    private static Refusal notTogether() {
        return Refusal.data("The private and the public key do not belong together");
    }

    private static Key privateOne(NewKey wanted, byte[] number, byte[] point) {
        return Key.privateOne(algorithm(wanted), wanted.extractable(), wanted.usages(), number, point);
    }

    static byte[] exported(Key key, String format) {
        var curve = Curve.of(key);
        return switch (format) {
            case "raw" -> key.being(Key.Type.PUBLIC).material().clone();
            case "spki" ->
                Der.element(
                        Der.SEQUENCE,
                        curve.header(),
                        Der.bits(key.being(Key.Type.PUBLIC).material()));
            case "pkcs8" ->
                Der.element(
                        Der.SEQUENCE,
                        Der.element(Der.INTEGER, new byte[] {0}),
                        curve.header(),
                        Der.element(
                                Der.OCTETS,
                                Der.element(
                                        Der.SEQUENCE,
                                        Der.element(Der.INTEGER, new byte[] {1}),
                                        Der.element(
                                                Der.OCTETS,
                                                key.being(Key.Type.PRIVATE).material()),
                                        Der.element(Der.FIELD_1, Der.bits(key.point())))));
            default -> throw KeyData.unknownFormat(format, key.algorithm().name());
        };
    }

    static String exportedJwk(Key key) {
        boolean closed = key.type() == Key.Type.PRIVATE;
        var point = closed ? key.point() : key.material();
        int length = Curve.of(key).length();
        var writer = new Jwk.Writer(key, "EC")
                .with("crv", key.algorithm().curve())
                .with("x", Arrays.copyOfRange(point, 1, 1 + length))
                .with("y", Arrays.copyOfRange(point, 1 + length, point.length));
        return (closed ? writer.with("d", key.material()) : writer).json();
    }

    // ---- operations ----

    static byte[] sign(Key key, String hash, byte[] data) {
        var curve = Curve.of(key.being(Key.Type.PRIVATE));
        return Jca.operation("ECDSA", () -> signed(hash, curve.privateKey(key.material()), data));
    }

    static boolean verify(Key key, String hash, byte[] signed, byte[] data) {
        var curve = Curve.of(key.being(Key.Type.PUBLIC));
        return Jca.operation("ECDSA", () -> verified(hash, curve.publicKey(curve.point(key.material())), signed, data));
    }

    private static byte[] signed(String hash, PrivateKey key, byte[] data) throws GeneralSecurityException {
        var signature = Jca.curveSignature(hash.replace("-", "") + "withECDSAinP1363Format");
        signature.initSign(key);
        Pieces.of(data, signature::update);
        return signature.sign();
    }

    private static boolean verified(String hash, PublicKey key, byte[] signed, byte[] data)
            throws GeneralSecurityException {
        var signature = Jca.curveSignature(hash.replace("-", "") + "withECDSAinP1363Format");
        signature.initVerify(key);
        Pieces.of(data, signature::update);
        try {
            return signature.verify(signed);
        } catch (SignatureException unfit) {
            return false;
        }
    }

    static byte[] agree(Key key, Key other) {
        var curve = Curve.of(key);
        if (!other.algorithm().curve().equals(key.algorithm().curve()))
            throw Refusal.access("Both keys must be on the same curve");
        return Jca.operation(
                "ECDH", () -> secret(curve.privateKey(key.material()), curve.publicKey(curve.point(other.material()))));
    }

    private static byte[] secret(PrivateKey key, PublicKey other) throws GeneralSecurityException {
        var agreement = Jca.agreement("ECDH");
        agreement.init(key);
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }
}
