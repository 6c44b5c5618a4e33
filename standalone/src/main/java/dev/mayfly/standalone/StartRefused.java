package dev.mayfly.standalone;

/** Why Mayfly does not start, said to the person who started it: what is wrong, and what to do. Ends in exit code 1. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }

    public StartRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
