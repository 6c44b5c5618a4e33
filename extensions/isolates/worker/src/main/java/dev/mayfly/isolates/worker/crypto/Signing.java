package dev.mayfly.isolates.worker.crypto;

/**
 * How data are signed: an algorithm with its parameters.
 *
 * @param salt of RSA-PSS, in bytes
 * @param hash of ECDSA; the others have it from their keys
 * @param context of Ed448
 */
record Signing(String name, long salt, String hash, byte[] context) {
    private static final byte[] NONE = {};

    static Signing of(Arguments a) {
        var name = a.text();
        return switch (name) {
            case "RSA-PSS" -> new Signing(name, a.number(0), "", NONE);
            case "ECDSA" -> new Signing(name, 0, a.text(), NONE);
            case "Ed448" -> new Signing(name, 0, "", a.bytes());
            default -> new Signing(name, 0, "", NONE);
        };
    }

    byte[] sign(Key key, byte[] data) {
        return switch (Family.of(name)) {
            case HMAC -> Digests.hmac(key.algorithm().hash(), key.material(), data);
            case RSA -> Rsa.sign(key, salt, data);
            case ELLIPTIC -> Elliptic.sign(key, hash, data);
            default -> Edwards.sign(key, context, data);
        };
    }

    boolean verify(Key key, byte[] signed, byte[] data) {
        return switch (Family.of(name)) {
            case HMAC -> Digests.equal(sign(key, data), signed);
            case RSA -> Rsa.verify(key, salt, signed, data);
            case ELLIPTIC -> Elliptic.verify(key, hash, signed, data);
            default -> Edwards.verify(key, context, signed, data);
        };
    }
}
