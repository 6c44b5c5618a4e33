package dev.mayfly.bench.isolates;

import dev.mayfly.isolates.InvocationClient;
import dev.mayfly.isolates.Outcome;
import dev.mayfly.isolates.frames.Message;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Passes on answers that come as a whole, as those of the measured scripts do; everything else is a failure. */
record WholeAnswer(HttpServerResponse response) implements InvocationClient {
    @Override
    public void head(int status, String statusText, String[] headers, BodyComing body) {
        for (int i = 0; i < headers.length; i += 2) response.putHeader(headers[i], headers[i + 1]);
        switch (body) {
            case BodyComing.None() -> response.setStatusCode(status).end();
            case BodyComing.Whole(byte[] bytes) ->
                response.setStatusCode(status).end(Buffer.buffer(bytes));
            case BodyComing.Streamed() -> response.setStatusCode(500).end("a streamed body");
        }
    }

    @Override
    public void ended(Outcome outcome, Usage usage) {
        if (!response.ended()) response.setStatusCode(500).end(outcome.toString());
    }

    @Override
    public void fetch(Message.Call.Fetch fetch, Reply reply) {
        reply.refused("not-here", "the measured scripts fetch nothing");
    }

    @Override
    public void call(Message.Call.Method method, Reply reply) {
        reply.refused("not-here", "the measured scripts have no bindings");
    }

    @Override
    public void responseBody(byte[] piece) {}

    @Override
    public void responseBodyEnd() {}

    @Override
    public void responseBodyBroken() {}

    @Override
    public void wantsRequestBody(int bytes) {}

    @Override
    public void log(Message.Log line) {}
}
