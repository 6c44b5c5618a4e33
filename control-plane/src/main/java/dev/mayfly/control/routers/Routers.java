package dev.mayfly.control.routers;

import dev.mayfly.control.ControlConfig;
import dev.mayfly.control.routers.Reply.Said;
import dev.mayfly.control.routers.Reply.Silent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/** Asks all routers the same, at once, and holds what they answer within a budget of memory. */
final class Routers {
    private static final Logger LOG = Logger.getLogger(Routers.class);

    private final ControlConfig.Routers config;
    private final Addresses addresses;
    private final Vertx vertx;
    private final HttpClient client;
    private final AtomicLong held = new AtomicLong();

    /** Where the routers are now. */
    @FunctionalInterface
    interface Addresses {
        Future<List<SocketAddress>> now();
    }

    Routers(ControlConfig.Routers config, Addresses addresses, Vertx vertx) {
        this.config = config;
        this.addresses = addresses;
        this.vertx = vertx;
        this.client = vertx.createHttpClient(new HttpClientOptions()
                .setMaxPoolSize(config.questionsMax())
                .setConnectTimeout((int) config.patience().toMillis())
                .setDecompressionSupported(false));
    }

    /** What each says; an entry of the list stands for a router. */
    Future<List<Reply>> ask(String target, String authorization) {
        return addresses.now().compose(found -> {
            List<SocketAddress> asked = found.stream().limit(config.max()).toList();
            if (asked.size() < found.size())
                LOG.warnf("only %d of %d routers are asked: mayfly.control.routers.max", asked.size(), found.size());
            List<Future<Reply>> replies = new ArrayList<>(asked.stream()
                    .map(address -> ask(address, target, authorization))
                    .toList());
            for (int i = asked.size(); i < found.size(); i++) replies.add(Future.succeededFuture(new Silent()));
            return Future.all(replies).map(all -> all.<Reply>list());
        });
    }

    private Future<Reply> ask(SocketAddress address, String target, String authorization) {
        var options = new RequestOptions()
                .setServer(address)
                .setHost(address.hostAddress())
                .setPort(address.port())
                .setMethod(HttpMethod.GET)
                .setURI(target)
                .putHeader(HttpHeaders.AUTHORIZATION, authorization);
        return client.request(options)
                .compose(request -> {
                    long timer = vertx.setTimer(config.patience().toMillis(), late -> request.reset());
                    return request.send().compose(this::read).onComplete(done -> vertx.cancelTimer(timer));
                })
                .otherwise(failure -> {
                    LOG.debugf(failure, "the router at %s did not answer", address);
                    return new Silent();
                });
    }

    private Future<Reply> read(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(piece -> {
            if (held.addAndGet(piece.length()) > config.bytesMax()) {
                held.addAndGet(-piece.length());
                response.request().reset();
            } else body.appendBuffer(piece);
        });
        String type = Optional.ofNullable(response.getHeader(HttpHeaders.CONTENT_TYPE))
                .orElse("application/json");
        return response.end()
                .<Reply>map(end -> new Said(response.statusCode(), type, body))
                .onFailure(broken -> held.addAndGet(-body.length()));
    }

    /** What was held of them is no more. */
    void release(List<Reply> replies) {
        for (Reply reply : replies)
            if (reply instanceof Said said) held.addAndGet(-said.body().length());
    }

    long held() {
        return held.get();
    }
}
