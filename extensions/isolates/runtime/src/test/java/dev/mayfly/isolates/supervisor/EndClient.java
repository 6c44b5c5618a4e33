package dev.mayfly.isolates.supervisor;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.frames.Message;

/** Ignores all but the end. */
abstract class EndClient implements InvocationClient {
    @Override
    public void head(int status, String statusText, String[] headers, BodyComing body) {}

    @Override
    public void responseBody(byte[] piece) {}

    @Override
    public void responseBodyEnd() {}

    @Override
    public void responseBodyBroken() {}

    @Override
    public void wantsRequestBody(int bytes) {}

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {}

    @Override
    public void call(Message.Call.Method method, Reply reply) {}

    @Override
    public void log(Message.Log line) {}
}
