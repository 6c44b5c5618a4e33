package dev.mayfly.isolates.frames;

/** A peer of a WebSocket said something that it must not say; the code is the one to close with. */
public final class BrokenSocket extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    public BrokenSocket(int code, String message) {
        super(message);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
