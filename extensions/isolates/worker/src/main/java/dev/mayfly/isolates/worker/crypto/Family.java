package dev.mayfly.isolates.worker.crypto;

import java.util.Map;

/** Algorithms whose keys are alike. */
enum Family {
    AES,
    HMAC,
    /** What keys are derived from: HKDF and PBKDF2. */
    SEED,
    RSA,
    /** The curves of NIST. */
    ELLIPTIC,
    /** The curves of RFC 7748, for signatures and for agreement. */
    EDWARDS;

    private static final Map<String, Family> ALL = Map.ofEntries(
            Map.entry("AES-CBC", AES),
            Map.entry("AES-CTR", AES),
            Map.entry("AES-GCM", AES),
            Map.entry("AES-KW", AES),
            Map.entry("HMAC", HMAC),
            Map.entry("HKDF", SEED),
            Map.entry("PBKDF2", SEED),
            Map.entry("RSASSA-PKCS1-v1_5", RSA),
            Map.entry("RSA-PSS", RSA),
            Map.entry("RSA-OAEP", RSA),
            Map.entry("ECDSA", ELLIPTIC),
            Map.entry("ECDH", ELLIPTIC),
            Map.entry("Ed25519", EDWARDS),
            Map.entry("Ed448", EDWARDS),
            Map.entry("X25519", EDWARDS),
            Map.entry("X448", EDWARDS));

    static Family of(String algorithm) {
        var family = ALL.get(algorithm);
        if (family == null) throw new IllegalArgumentException("no algorithm " + algorithm);
        return family;
    }
}
