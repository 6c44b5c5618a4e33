package dev.mayfly.edge.acme;

import dev.mayfly.edge.EdgeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers an authority that asks whether a name leads here (RFC 8555 8.3). Where nobody expects that, nothing is looked at. */
@Singleton
public final class Challenges {
    private static final String PATH = "/.well-known/acme-challenge/";
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    private final Optional<AcmeFolder> folder;
    private final Vertx vertx;

    Challenges(EdgeConfig config, Vertx vertx) {
        this.folder = Asking.of(config.acme()).map(asking -> folder(asking));
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

    /** @param others has the request where it is no question of an authority's */
    public void answer(HttpServerRequest http, String path, Runnable others) {
        String token = path.substring(PATH.length());
        if (!isToken(token)) {
            others.run();
            return;
        }
        http.pause();
        vertx.fileSystem()
                .readFile(folder.orElseThrow().challenge(token).toString())
                .onSuccess(expected -> http.response()
                        .putHeader("content-type", "application/octet-stream")
                        .end(expected))
                .onFailure(none -> {
                    http.resume();
                    others.run();
                });
    }
}
