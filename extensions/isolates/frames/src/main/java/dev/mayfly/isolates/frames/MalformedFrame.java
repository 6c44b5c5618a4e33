package dev.mayfly.isolates.frames;

/** A frame that does not say what its type promises. The peer that sent it is not to be trusted further. */
public final class MalformedFrame extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedFrame(String message) {
        super(message);
    }
}
