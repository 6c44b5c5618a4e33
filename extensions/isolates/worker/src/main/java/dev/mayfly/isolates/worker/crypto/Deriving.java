package dev.mayfly.isolates.worker.crypto;

/** How bits are derived from a key: an algorithm with its parameters. */
sealed interface Deriving {
    String name();

    /** @param length how many bits; -1: as many as there are */
    byte[] bits(Key key, long length);

    static Deriving of(Arguments a) {
        var name = a.text();
        return switch (name) {
            case "HKDF" -> new Hkdf(a.text(), a.bytes(), a.bytes());
            case "PBKDF2" -> new Pbkdf2(a.text(), a.number(0), a.bytes());
            default -> new Agreement(name, a.key());
        };
    }

    record Hkdf(String hash, byte[] info, byte[] salt) implements Deriving {
        @Override
        public String name() {
            return "HKDF";
        }

        @Override
        public byte[] bits(Key key, long length) {
            return Derivation.hkdf(hash, key.material(), salt, info, length);
        }
    }

    record Pbkdf2(String hash, long iterations, byte[] salt) implements Deriving {
        @Override
        public String name() {
            return "PBKDF2";
        }

        @Override
        public byte[] bits(Key key, long length) {
            return Derivation.pbkdf2(hash, key.material(), salt, iterations, length);
        }
    }

    /** ECDH, X25519 and X448. */
    record Agreement(String name, Key other) implements Deriving {
        @Override
        public byte[] bits(Key key, long length) {
            key.being(Key.Type.PRIVATE);
            other.being(Key.Type.PUBLIC);
            if (!other.algorithm().name().equals(name))
                throw Refusal.access(
                        "The public key is for " + other.algorithm().name());
            var secret = Family.of(name) == Family.ELLIPTIC ? Elliptic.agree(key, other) : Edwards.agree(key, other);
            return Derivation.agreed(secret, length);
        }
    }
}
