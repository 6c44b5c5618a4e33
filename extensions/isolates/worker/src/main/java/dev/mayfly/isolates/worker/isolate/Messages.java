package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.BrokenSocket;
import dev.mayfly.isolates.frames.MalformedFrame;
import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import dev.mayfly.isolates.frames.SocketReader;
import dev.mayfly.isolates.frames.SocketReader.Masks;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** What comes over a socket, put together to whole messages, one at a time: the bytes behind it wait in their stream. Guarded by its isolate. */
final class Messages implements SocketReader.Receiver {
    /** What a listener is told. */
    sealed interface Said {
        record Text(byte[] utf8) implements Said {}

        record Bytes(byte[] bytes) implements Said {}

        record Close(int code, String reason) implements Said {}
    }

    private static final byte[] NOTHING = {};

    private final SocketReader reader = new SocketReader(Masks.FORBIDDEN);
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
    private Opcode kind = Opcode.CONTINUATION;
    private byte[] piece = NOTHING;
    private int at;
    private @Nullable Said said;

    /** The next of what the stream holds; null: it does not hold the whole of one yet. */
    @Nullable
    Said next(Incoming stream) {
        try {
            while (said == null) {
                if (at == piece.length && !refill(stream)) return null;
                at = reader.step(piece, at, this);
            }
        } catch (BrokenSocket e) {
            throw new MalformedFrame("the host sent what is no socket's: " + e.getMessage());
        }
        var told = said;
        said = null;
        return told;
    }

    private boolean refill(Incoming stream) {
        var more = stream.next();
        at = 0;
        piece = more == null ? NOTHING : more;
        return more != null;
    }

    /** Whether there may be a message without anything more from the host. */
    boolean begun() {
        return at < piece.length;
    }

    /** Bytes of a message whose rest has not come. */
    int held() {
        return parts.size();
    }

    @Override
    public void message(Opcode opcode, Part part, byte[] bytes) {
        if (opcode != Opcode.CONTINUATION) kind = opcode;
        if (part == Part.MORE) {
            parts.writeBytes(bytes);
            return;
        }
        var whole = bytes;
        if (parts.size() > 0) {
            parts.writeBytes(bytes);
            whole = parts.toByteArray();
            parts.reset();
        }
        said = kind == Opcode.TEXT ? new Said.Text(whole) : new Said.Bytes(whole);
    }

    @Override
    public void close(int code, String reason) {
        said = new Said.Close(code, reason);
    }
}
