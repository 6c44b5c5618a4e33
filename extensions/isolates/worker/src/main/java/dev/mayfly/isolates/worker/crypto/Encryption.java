package dev.mayfly.isolates.worker.crypto;

/** How data are encrypted and decrypted: an algorithm with its parameters. */
sealed interface Encryption {
    String name();

    byte[] encrypt(Key key, byte[] data);

    byte[] decrypt(Key key, byte[] data);

    static Encryption of(Arguments a) {
        var name = a.text();
        return switch (name) {
            case "AES-CBC" -> new Cbc(a.bytes());
            case "AES-CTR" -> new Ctr(a.bytes(), a.number(0));
            case "AES-GCM" -> new Gcm(a.bytes(), a.bytes(), a.number(128));
            case "AES-KW" -> new Wrapping();
            case "RSA-OAEP" -> new Oaep(a.bytes());
            default -> throw new IllegalArgumentException(name + " encrypts nothing");
        };
    }

    record Cbc(byte[] iv) implements Encryption {
        @Override
        public String name() {
            return "AES-CBC";
        }

        @Override
        public byte[] encrypt(Key key, byte[] data) {
            return Aes.cbc(Aes.Way.ENCRYPT, key, iv, data);
        }

        @Override
        public byte[] decrypt(Key key, byte[] data) {
            return Aes.cbc(Aes.Way.DECRYPT, key, iv, data);
        }
    }

    record Ctr(byte[] counter, long counted) implements Encryption {
        @Override
        public String name() {
            return "AES-CTR";
        }

        @Override
        public byte[] encrypt(Key key, byte[] data) {
            return Aes.ctr(key, counter, counted, data);
        }

        @Override
        public byte[] decrypt(Key key, byte[] data) {
            return Aes.ctr(key, counter, counted, data);
        }
    }

    record Gcm(byte[] ahead, byte[] iv, long tagBits) implements Encryption {
        @Override
        public String name() {
            return "AES-GCM";
        }

        @Override
        public byte[] encrypt(Key key, byte[] data) {
            return Aes.Gcm.of(ahead, iv, tagBits).encrypt(key, data);
        }

        @Override
        public byte[] decrypt(Key key, byte[] data) {
            return Aes.Gcm.of(ahead, iv, tagBits).decrypt(key, data);
        }
    }

    record Wrapping() implements Encryption {
        @Override
        public String name() {
            return "AES-KW";
        }

        @Override
        public byte[] encrypt(Key key, byte[] data) {
            return Aes.wrap(key, data);
        }

        @Override
        public byte[] decrypt(Key key, byte[] data) {
            return Aes.unwrap(key, data);
        }
    }

    record Oaep(byte[] label) implements Encryption {
        @Override
        public String name() {
            return "RSA-OAEP";
        }

        @Override
        public byte[] encrypt(Key key, byte[] data) {
            return Rsa.encrypt(key, label, data);
        }

        @Override
        public byte[] decrypt(Key key, byte[] data) {
            return Rsa.decrypt(key, label, data);
        }
    }
}
