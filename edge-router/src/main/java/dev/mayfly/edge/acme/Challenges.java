package dev.mayfly.edge.acme;

import dev.mayfly.edge.EdgeConfig;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers an authority that asks whether a name leads here (RFC 8555 8.3). Where no certificate is asked for, nothing is looked at. */
@Singleton
public final class Challenges {
    private static final String PATH = "/.well-known/acme-challenge/";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final Optional<AcmeFolder> folder;
    private final Optional<Expected> expected;
    private final boolean overTls;
    private final Vertx vertx;

    public Challenges(EdgeConfig config, Vertx vertx) {
        this.folder = Asking.of(config.acme()).map(asking -> folder(asking));
        this.expected = folder.map(kept -> new Expected(vertx, kept::expected));
        this.overTls = folder.isPresent() && config.acme().questions().contains(Question.tls);
        this.vertx = vertx;
    }

    private static AcmeFolder folder(Asking asking) {
        try {
            return new AcmeFolder(asking.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<AcmeFolder> folder() {
        return folder;
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** Whether it may be an authority that asks. */
    public boolean concerns(String path) {
        return folder.isPresent() && path.startsWith(PATH);
    }

    /** For a connection that begins with TLS, of which nothing was read; empty where no authority may ask so. */
    public Optional<ChannelHandler> atTls() {
        return overTls ? Optional.of(new TlsQuestion(this)) : Optional.empty();
    }

    /** The certificate by which an authority is met that asks for this name; fails where none is expected to. */
    Future<SslContext> certificate(String name) {
        return expected.orElseThrow()
                .content(AcmeFolder.tlsFile(name))
                .compose(kept -> vertx.executeBlocking(
                        () -> {
                            byte[] pem = kept.orElseThrow();
                            return SslContextBuilder.forServer(
                                            new ByteArrayInputStream(pem), new ByteArrayInputStream(pem))
                                    .sslProvider(SslProvider.JDK)
                                    .applicationProtocolConfig(TlsQuestion.PROTOCOLS)
                                    .build();
                        },
                        false));
    }

    /** @param others has the request where it is no question of an authority's */
    public void answer(HttpServerRequest http, String path, Runnable others) {
        String token = path.substring(PATH.length());
        if (!isToken(token)) {
            others.run();
            return;
        }
        http.pause();
        Context context = vertx.getOrCreateContext();
        expected.orElseThrow()
                .content(token)
                .onComplete(found -> context.runOnContext(back -> {
                    http.resume();
                    Optional<byte[]> answer = found.succeeded() ? found.result() : Optional.empty();
                    if (answer.isPresent())
                        http.response()
                                .putHeader("content-type", "application/octet-stream")
                                .end(Buffer.buffer(answer.get()));
                    else others.run();
                }));
    }
}
