package dev.mayfly.isolates.frames;

/** The kinds of frame, with their code on the wire and who may send them. */
public enum FrameType {
    /** Host: one deployment (modules, env, limits) under a key of this connection. */
    DEPLOY(0x01, Sender.HOST),
    /** Host: a deployment is not needed any more. */
    FORGET(0x02, Sender.HOST),
    /** Host: run one invocation of a deployment. */
    INVOKE(0x03, Sender.HOST),
    /** Host: the client went away; {@code request.signal} fires. */
    ABORT(0x04, Sender.HOST),
    /** Host: end this invocation at once. */
    CANCEL(0x05, Sender.HOST),
    /** Host: the answer to a {@link #CALL}. */
    RESULT(0x06, Sender.HOST),
    /** Host: are you there? */
    PING(0x07, Sender.HOST),

    /** Either: bytes of a stream. */
    DATA(0x10, Sender.EITHER),
    /** Either: the reader of a stream takes so many bytes more. */
    CREDIT(0x11, Sender.EITHER),

    /** Worker: the first frame; who it is and how it runs guests. */
    HELLO(0x20, Sender.WORKER),
    /** Worker: status and headers of the answer. */
    HEAD(0x21, Sender.WORKER),
    /** Worker: a call out of the isolate: a fetch, or a method of a binding. */
    CALL(0x22, Sender.WORKER),
    /** Worker: the guest does not wait for this call any more. */
    HANG_UP(0x23, Sender.WORKER),
    /** Worker: a line of the console. */
    LOG(0x24, Sender.WORKER),
    /** Worker: the invocation has ended, {@code waitUntil} included; nothing of it follows. */
    DONE(0x25, Sender.WORKER),
    /** Worker: the guest did not obey its cancellation in time; this process should be condemned. */
    STUCK(0x26, Sender.WORKER),
    /** Worker: the answer to {@link #PING}. */
    PONG(0x27, Sender.WORKER);

    /** Who may send a frame of this type. */
    public enum Sender {
        HOST,
        WORKER,
        EITHER
    }

    private static final FrameType[] BY_CODE = new FrameType[0x28];

    static {
        for (FrameType type : values()) BY_CODE[type.code] = type;
    }

    private final int code;
    private final Sender sender;

    FrameType(int code, Sender sender) {
        this.code = code;
        this.sender = sender;
    }

    public int code() {
        return code;
    }

    /** The type with this code, when {@code by} may send it. */
    public static FrameType of(int code, Sender by) {
        FrameType type = code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
        if (type == null || (type.sender != Sender.EITHER && type.sender != by))
            throw new MalformedFrame("no frame of type 0x%02x comes from the %s".formatted(code, by));
        return type;
    }
}
