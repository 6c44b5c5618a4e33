package dev.mayfly.edge.socket;

/** The function's end of a WebSocket, as the edge speaks to it. */
public interface FunctionEnd {
    /** Frames of the peer, without masks; no more than was granted, but for one read of the connection. */
    void heard(byte[] frames);

    /** Nothing follows what was heard, which ends with a close. */
    void ended();

    /** The peer is gone without a close. */
    void broken();

    /** So many bytes of what the function said have left: it may say as many more. */
    void taken(int bytes);

    /** The connection is closed. Comes once; nothing follows. */
    void over(SocketUse use);
}
