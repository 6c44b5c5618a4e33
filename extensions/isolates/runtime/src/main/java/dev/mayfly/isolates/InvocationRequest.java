package dev.mayfly.isolates;

import dev.mayfly.bindings.accounts.Accounts.Trust;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Limits;
import dev.mayfly.isolates.frames.Heads;
import java.util.List;

/**
 * What is to be run.
 *
 * @param traceparent of the isolate's span (W3C Trace Context), which the function's subrequests continue
 * @param url absolute, as the function shall see it
 * @param headers names and values in turn, names in lower case
 */
public record InvocationRequest(
        RunnableVersion version,
        Limits limits,
        String traceparent,
        String method,
        String url,
        List<String> headers,
        RequestBody body) {

    /**
     * Whether it may be answered with a socket: status 101 and {@link InvocationClient.BodyComing.Streamed}. Then the response's body is what
     * the function says over it, and {@link IsolateHost.Invocation#requestBody} takes what its client says, both as frames without
     * masks ({@link dev.mayfly.isolates.frames.SocketFrames}).
     */
    public boolean asksForSocket() {
        return body instanceof RequestBody.None && Heads.asksForSocket(method, headers);
    }

    /**
     * A deployment with everything a worker needs of it. Equal {@code key}s mean equal content, so that a worker is sent it once.
     *
     * @param env JSON: {@code {"vars":{…},"secrets":{…},"bindings":{NAME:descriptor}}}
     * @param flags what the code asks of the platform
     */
    public record RunnableVersion(
            String key,
            String account,
            String function,
            String version,
            Trust trust,
            String mainModule,
            List<Bundle.Module> modules,
            String env,
            List<Bundle.Flag> flags) {
        /** One that asks for nothing. */
        public RunnableVersion(
                String key,
                String account,
                String function,
                String version,
                Trust trust,
                String mainModule,
                List<Bundle.Module> modules,
                String env) {
            this(key, account, function, version, trust, mainModule, modules, env, List.of());
        }

        @Override
        public String toString() {
            return "RunnableVersion[%s/%s %s]".formatted(account, function, version);
        }
    }

    /** The body of the request. */
    public sealed interface RequestBody {
        record None() implements RequestBody {}

        /** Held as a whole; such a request can be run again when its worker dies. */
        record Whole(byte[] bytes) implements RequestBody {}

        /** Comes through {@link IsolateHost.Invocation#requestBody}, no faster than {@link InvocationClient#wantsRequestBody}. */
        record Streamed() implements RequestBody {}
    }
}
