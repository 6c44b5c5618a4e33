package dev.mayfly.isolates.worker.crypto;

/** What the standard answers to a call that cannot be done: the name of a DOMException, and why. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;

    private Refusal(String name, String message) {
        super(message, null, false, false);
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** A key that is none, or not the one that was announced. */
    static Refusal data(String message) {
        return new Refusal("DataError", message);
    }

    /** A parameter that the operation cannot work with, or an operation that failed. */
    static Refusal operation(String message) {
        return new Refusal("OperationError", message);
    }

    /** A key that may not be used for this. */
    static Refusal access(String message) {
        return new Refusal("InvalidAccessError", message);
    }

    static Refusal notSupported(String message) {
        return new Refusal("NotSupportedError", message);
    }

    /** Usages that such a key cannot have. */
    static Refusal usages(String message) {
        return new Refusal("SyntaxError", message);
    }
}
