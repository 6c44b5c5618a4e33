package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.frames.SocketFrames.Opcode;
import dev.mayfly.isolates.frames.SocketFrames.Part;
import dev.mayfly.isolates.frames.SocketReader;

/** Hears what a worker says over a socket only to see that it is sound: pings are not. */
enum SocketCheck implements SocketReader.Receiver {
    DEAF;

    @Override
    public void message(Opcode opcode, Part part, byte[] bytes) {}

    @Override
    public void close(int code, String reason) {}
}
