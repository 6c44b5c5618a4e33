package dev.mayfly.isolates.frames;

/** How the body of a message travels: {@code u8 kind}, then for {@link Inline} the rest of the frame. */
public sealed interface Body {
    Body NONE = new None();
    Body STREAMED = new Streamed();

    /** There is no body (which is not the same as an empty one). */
    record None() implements Body {}

    /** The whole body stands in the frame. */
    record Inline(byte[] bytes) implements Body {}

    /** The body follows in DATA frames. */
    record Streamed() implements Body {}

    default void write(FrameWriter out) {
        switch (this) {
            case None() -> out.u8(0);
            case Inline(byte[] bytes) -> out.u8(1).raw(bytes, 0, bytes.length);
            case Streamed() -> out.u8(2);
        }
    }

    /** Reads the last field of a frame. */
    static Body read(FrameReader in) {
        Body body = switch (in.u8()) {
            case 0 -> NONE;
            case 1 -> new Inline(in.rest());
            case 2 -> STREAMED;
            default -> throw new MalformedFrame("unknown kind of body");
        };
        in.done();
        return body;
    }
}
