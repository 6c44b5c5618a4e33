package dev.mayfly.isolates.worker.crypto;

/**
 * A key as the worker keeps it. It consists of texts, numbers and bytes only: a JCA key is made of them for each operation, so that what a
 * key weighs in its isolate is what it is. Nobody changes the bytes.
 *
 * @param material raw for secrets, curve keys and points; SubjectPublicKeyInfo or PKCS #8 for RSA
 * @param point the public point that belongs to a private key on a curve, else empty
 */
public record Key(Algorithm algorithm, Type type, boolean extractable, Usages usages, byte[] material, byte[] point) {
    enum Type {
        SECRET("secret"),
        PRIVATE("private"),
        PUBLIC("public");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /**
     * What a key says of its algorithm.
     *
     * @param hash empty where it has none, as {@code curve}
     * @param length in bits: of a secret or a modulus; 0 where it has none
     * @param exponent of RSA
     */
    record Algorithm(String name, String hash, String curve, int length, byte[] exponent) {
        private static final byte[] NONE = {};

        static Algorithm plain(String name) {
            return new Algorithm(name, "", "", 0, NONE);
        }

        static Algorithm secret(String name, String hash, int length) {
            return new Algorithm(name, hash, "", length, NONE);
        }

        static Algorithm onCurve(String name, String curve) {
            return new Algorithm(name, "", curve, 0, NONE);
        }

        private String json() {
            var json = new StringBuilder("{\"name\":\"").append(name).append('"');
            if (exponent.length > 0) {
                json.append(",\"modulusLength\":").append(length).append(",\"publicExponent\":[");
                for (int i = 0; i < exponent.length; i++)
                    json.append(i == 0 ? "" : ",").append(exponent[i] & 0xFF);
                json.append(']');
            }
            if (!hash.isEmpty())
                json.append(",\"hash\":{\"name\":\"").append(hash).append("\"}");
            if (!curve.isEmpty())
                json.append(",\"namedCurve\":\"").append(curve).append('"');
            if (length > 0 && exponent.length == 0) json.append(",\"length\":").append(length);
            return json.append('}').toString();
        }
    }

    static Key secret(Algorithm algorithm, boolean extractable, Usages usages, byte[] material) {
        if (usages.isEmpty()) throw Refusal.usages("A secret key needs a usage");
        return new Key(algorithm, Type.SECRET, extractable, usages, material, Algorithm.NONE);
    }

    static Key privateOne(Algorithm algorithm, boolean extractable, Usages usages, byte[] material, byte[] point) {
        if (usages.isEmpty()) throw Refusal.usages("A private key needs a usage");
        return new Key(algorithm, Type.PRIVATE, extractable, usages, material, point);
    }

    static Key publicOne(Algorithm algorithm, boolean extractable, Usages usages, byte[] material) {
        return new Key(algorithm, Type.PUBLIC, extractable, usages, material, Algorithm.NONE);
    }

    /** This key, for a call that names an algorithm and needs a usage. */
    Key allowing(String algorithmName, String usage) {
        if (!algorithm.name.equals(algorithmName)) {
            throw Refusal.access("The key is for %s, not for %s".formatted(algorithm.name, algorithmName));
        }
        if (!usages.has(usage)) throw Refusal.access("The key may not be used for " + usage);
        return this;
    }

    Key being(Type wanted) {
        if (type != wanted) throw Refusal.access("This takes a %s key, not a %s one".formatted(wanted.text, type.text));
        return this;
    }

    /** What anybody may know of it, as JSON. */
    String described() {
        return "{\"type\":\"%s\",\"extractable\":%s,\"algorithm\":%s,\"usages\":%s}"
                .formatted(type.text, extractable, algorithm.json(), usages.json());
    }
}
