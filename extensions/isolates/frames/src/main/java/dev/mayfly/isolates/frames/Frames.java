package dev.mayfly.isolates.frames;

/** Numbers that both ends of a connection agree on. */
public final class Frames {
    /** Version of the protocol; a worker with another one is not used. */
    public static final int PROTOCOL = 2;

    /** {@code u32 length | u8 type | u32 id}. The length counts what follows it. */
    public static final int HEADER_LENGTH = 9;

    /** The largest frame: a bundle of 10 MB with its env, or an answer held back whole. */
    public static final int MAX_LENGTH = 16 << 20;

    /** The largest frame that a host takes from a worker. */
    public static final int MAX_LENGTH_FROM_WORKER = 1 << 20;

    /** Bodies up to this size travel inside INVOKE, HEAD, CALL and RESULT; longer ones as a stream. */
    public static final int INLINE_BODY_MAX = 128 << 10;

    /** Bytes of a stream that may be under way before the reader grants more. */
    public static final int INITIAL_CREDIT = 256 << 10;

    /** The largest piece of a stream in one DATA frame. */
    public static final int CHUNK_MAX = 64 << 10;

    /**
     * Stream of the request's body, from the host. Behind an answer of {@link Heads#SWITCHING} it is opened anew and carries {@link
     * SocketFrames}, as the response's stream does; behind such an answer to a fetch, both streams of that call.
     */
    public static final int REQUEST_BODY = 0;

    /** Stream of the response's body, from the worker. */
    public static final int RESPONSE_BODY = 1;

    private Frames() {}

    /** Stream of the body that call number {@code call} (from 1) sends, from the worker. */
    public static int callBody(int call) {
        return 2 * call;
    }

    /** Stream of the body that answers call number {@code call}, from the host. */
    public static int resultBody(int call) {
        return 2 * call + 1;
    }
}
