package dev.mayfly.isolates;

import dev.mayfly.isolates.frames.Message;

/** Who started an invocation: takes its answer, and does for it what an isolate cannot do itself. */
public interface InvocationClient {
    /** Status and headers of the answer (names and values in turn); {@code body} says whether and how a body follows. */
    void head(int status, String statusText, String[] headers, BodyComing body);

    /** The next piece of the response's body. Count it off with {@link IsolateHost.Invocation#responseConsumed}. */
    void responseBody(byte[] piece);

    void responseBodyEnd();

    /** The function broke its stream off. */
    void responseBodyBroken();

    /**
     * The function takes so many bytes more of a streamed request body; 0: none at all, the client may stop sending. The first call
     * comes when the invocation starts: until then nothing may be sent.
     */
    void wantsRequestBody(int bytes);

    /** A fetch of the function. Answer through {@code reply}, once. */
    void fetch(Message.Call.Fetch fetch, Reply reply);

    /** A call of a binding. Answer through {@code reply}, once. */
    void call(Message.Call.Method method, Reply reply);

    /** A line of the console; within the limit for logs. */
    void log(Message.Log line);

    /** The invocation ended, {@code waitUntil} included. Nothing follows. */
    void ended(Outcome outcome, Usage usage);

    /** How the answer's body comes. */
    sealed interface BodyComing {
        record None() implements BodyComing {}

        record Whole(byte[] bytes) implements BodyComing {}

        record Streamed() implements BodyComing {}
    }

    /** @param started how many times it was started: 2 when a worker died and it was run again */
    record Usage(
            long cpuNs,
            long allocatedBytes,
            long heapPeakBytes,
            long wallNs,
            long queuedNs,
            int started,
            String worker) {}

    /** The way back to a call of the function. */
    interface Reply {
        void refused(String code, String message);

        void returned(String json);

        /**
         * The answer to a fetch. With {@link BodyComing.Streamed}, pieces follow through {@link #body}. With status 101 besides, what follows
         * both ways is messages of a socket as {@link dev.mayfly.isolates.frames.SocketFrames}, without masks, pings and pongs.
         */
        void response(int status, String statusText, String url, boolean redirected, String[] headers, BodyComing body);

        void body(byte[] piece);

        void bodyEnd();

        void bodyBroken();

        /** What the function sends as the body of its fetch, when that is streamed. Set at once, in the callback. */
        void onCallBody(CallBody handler);

        /** The client took so many bytes of the call's body. */
        void callBodyConsumed(int bytes);
    }

    /** The function's side of a call: its body, its appetite for the answer, and its giving up. */
    interface CallBody {
        void piece(byte[] bytes);

        void end();

        void broken();

        /** The function takes so many bytes more of the answer's body; 0: no more at all. The first call follows a streamed response. */
        void wants(int bytes);

        /** The function does not wait any more; nothing that is sent now arrives. */
        void hungUp();
    }
}
