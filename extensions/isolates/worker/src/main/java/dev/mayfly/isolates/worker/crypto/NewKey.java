package dev.mayfly.isolates.worker.crypto;

/** What a call wants of the key that it makes. */
record NewKey(Parameters parameters, boolean extractable, Usages usages) {
    /**
     * The parameters of an algorithm as keys are made with it; which of them a call gives depends on the algorithm.
     *
     * @param length in bits; -1 where none was given
     */
    record Parameters(String name, String hash, String curve, long length, byte[] exponent) {
        private static final byte[] NONE = {};

        /** As importKey has them, and deriveKey for what it makes. */
        static Parameters ofImport(Arguments a) {
            return ofImport(a.text(), a);
        }

        /** As generateKey has them. */
        static Parameters ofGenerate(Arguments a) {
            var name = a.text();
            return switch (Family.of(name)) {
                case AES -> new Parameters(name, "", "", a.number(-1), NONE);
                case RSA -> {
                    long length = a.number(-1);
                    var exponent = a.bytes();
                    yield new Parameters(name, a.text(), "", length, exponent);
                }
                default -> ofImport(name, a);
            };
        }

        /** As the length of a derived key is asked for. */
        static Parameters ofLength(Arguments a) {
            var name = a.text();
            return switch (Family.of(name)) {
                case AES -> new Parameters(name, "", "", a.number(-1), NONE);
                case HMAC -> new Parameters(name, a.text(), "", a.number(-1), NONE);
                default -> new Parameters(name, "", "", -1, NONE);
            };
        }

        private static Parameters ofImport(String name, Arguments a) {
            return switch (Family.of(name)) {
                case HMAC -> new Parameters(name, a.text(), "", a.number(-1), NONE);
                case RSA -> new Parameters(name, a.text(), "", -1, NONE);
                case ELLIPTIC -> new Parameters(name, "", a.text(), -1, NONE);
                default -> new Parameters(name, "", "", -1, NONE);
            };
        }
    }

    static NewKey of(Parameters parameters, Arguments a) {
        return new NewKey(parameters, a.truth(), new Usages((int) a.number(0)));
    }

    String name() {
        return parameters.name;
    }

    /** @throws Refusal when it asks for usages that such a key cannot have */
    NewKey within(Usages possible) {
        usages.within(possible, name());
        return this;
    }
}
