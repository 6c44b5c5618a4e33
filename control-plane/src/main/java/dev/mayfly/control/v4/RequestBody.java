package dev.mayfly.control.v4;

import dev.mayfly.bindings.problem.Problem;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** A request's body, held as a whole and only up to a size. */
final class RequestBody {
    private RequestBody() {}

    /** The request is paused until this is subscribed. */
    static Uni<byte[]> read(HttpServerRequest http, int bytesMax) {
        return Uni.createFrom().emitter(emitter -> read(http, bytesMax, emitter));
    }

    private static void read(HttpServerRequest http, int bytesMax, UniEmitter<? super byte[]> emitter) {
        Buffer body = Buffer.buffer();
        http.exceptionHandler(failure -> emitter.fail(new Problem.Invalid("invalid-body", "the body ended too early")));
        http.handler(piece -> {
            if (body.length() + piece.length() <= bytesMax) body.appendBuffer(piece);
            else {
                http.pause();
                emitter.fail(
                        new Problem.Invalid("bundle-too-large", "the body has more than %d bytes".formatted(bytesMax)));
            }
        });
        http.endHandler(end -> emitter.complete(body.getBytes()));
        http.resume();
    }
}
