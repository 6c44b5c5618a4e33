package dev.mayfly.edge.flags;

import dev.mayfly.bindings.BindingsConfig;
import dev.mayfly.bindings.flags.FlagPlace;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Authenticator;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.problem.Problems;
import dev.mayfly.bindings.remote.RecentCallers;
import dev.mayfly.edge.EdgeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Who asks for flags, and for which: the token decides whose they are, the header {@code Flagd-Selector} says of which app, and
 * {@code Mayfly-Account} of which account where a token reaches several.
 */
@Singleton
public class FlagClients {
    private static final String SELECTOR = "Flagd-Selector";
    private static final String ACCOUNT = "Mayfly-Account";
    private static final String SET_ID = "flagSetId=";
    private static final String DEFAULT_APP = "default";
    private static final String BEARER = "bearer ";
    private static final Right READING = new Right(Action.FLAGS_READ, Optional.empty());

    private final Authenticator authenticator;
    private final Vertx vertx;

    private final RecentCallers good;

    FlagClients(Authenticator authenticator, BindingsConfig bindings, EdgeConfig config, Vertx vertx) {
        this.authenticator = authenticator;
        this.good =
                new RecentCallers(bindings.tokensRemembered(), config.flags().trust(), InstantSource.system());
        this.vertx = vertx;
    }

    /** Whose flags are asked for. */
    public record Asked(String account, FlagPlace place) {
        /** Fails with {@link Problem.Invalid} where that names no place. */
        public Asked at(String selector) {
            return new Asked(account, placeOf(selector));
        }
    }

    /** Fails with a {@link Problem} where the token does not allow it. */
    public Future<Asked> admit(HttpServerRequest http) {
        return token(http).compose(this::caller).map(caller -> asked(caller, http));
    }

    private Future<Caller> caller(String token) {
        Instant asked = good.now();
        return Future.fromCompletionStage(
                        authenticator.authenticate(token).subscribeAsCompletionStage(), vertx.getOrCreateContext())
                .onSuccess(caller -> good.remember(token, caller, asked))
                .recover(failure -> withoutAnswer(token, Problems.from(failure)));
    }

    /** While nobody can say whose tokens are, it is whose it was. */
    private Future<Caller> withoutAnswer(String token, Problem problem) {
        if (problem instanceof Problem.Unauthenticated) good.forget(token);
        return good.find(token)
                .filter(caller -> problem instanceof Problem.Unavailable)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(problem));
    }

    private static Future<String> token(HttpServerRequest http) {
        List<String> headers = http.headers().getAll(HttpHeaders.AUTHORIZATION);
        return headers.size() == 1 && headers.getFirst().regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? Future.succeededFuture(
                        headers.getFirst().substring(BEARER.length()).strip())
                : Future.failedFuture(new Problem.Unauthenticated("a bearer token is needed"));
    }

    private static Asked asked(Caller caller, HttpServerRequest http) {
        String account = Optional.ofNullable(http.getHeader(ACCOUNT))
                .or(() -> only(caller))
                .orElseThrow(() -> new Problem.Invalid(
                        "missing-argument", "the token reaches several accounts; name one in " + ACCOUNT));
        if (!caller.has(READING, account))
            throw new Problem.Denied("the token may not read flags of %s; it takes %s".formatted(account, READING));
        String selector = Optional.ofNullable(http.getHeader(SELECTOR)).orElse(DEFAULT_APP);
        return new Asked(account, placeOf(selector));
    }

    private static FlagPlace placeOf(String selector) {
        return FlagPlace.of(selector.startsWith(SET_ID) ? selector.substring(SET_ID.length()) : selector);
    }

    private static Optional<String> only(Caller caller) {
        if (!(caller instanceof Caller.TokenHolder holder)) return Optional.empty();
        return switch (holder.scope()) {
            case Scope.Rights rights -> Optional.of(rights.account());
            case Scope.Accounts accounts
            when accounts.accounts().size() == 1 ->
                Optional.of(accounts.accounts().iterator().next());
            default -> Optional.empty();
        };
    }
}
