package dev.mayfly.isolates.worker.crypto;

/** A key as it comes from outside. */
sealed interface KeyData permits KeyData.Encoded, Jwk {
    /** @param format raw, spki or pkcs8 */
    record Encoded(String format, byte[] bytes) implements KeyData {
        /** The longest that is no secret: RSA of {@link Rsa#MODULUS_BITS_MAX} bits takes less than a half. */
        static final int BYTES_MAX = 16 << 10;

        /** The same, when it may be the encoding of a key with structure: what is parsed is bounded. */
        Encoded bounded() {
            if (bytes.length > BYTES_MAX)
                throw Refusal.data("A key of this kind has at most %d bytes".formatted(BYTES_MAX));
            return this;
        }
    }

    static Refusal unknownFormat(String format, String algorithm) {
        return Refusal.notSupported("A key for %s has no format %s".formatted(algorithm, format));
    }
}
