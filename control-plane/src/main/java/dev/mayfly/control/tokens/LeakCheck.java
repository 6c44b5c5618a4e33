package dev.mayfly.control.tokens;

import dev.mayfly.bindings.accounts.TokenLeaks.Sighting;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.tokens.TokenText;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps live tokens out of what is deployed: whoever may read the code, or gets an answer that shows it, could use them. Each is
 * flagged. What has the form of a token and is nobody's, as in documents and tests, may stay.
 */
@ApplicationScoped
public class LeakCheck {
    private final StoredTokens tokens;
    private final StoredLeaks leaks;

    LeakCheck(StoredTokens tokens, StoredLeaks leaks) {
        this.tokens = tokens;
        this.leaks = leaks;
    }

    /** Fails with {@link Problem.BadBundle} where the first live token stands. */
    public Uni<Void> refuseLive(String account, String function, List<TokenPlace> places) {
        String what = "deployment of function %s/%s, ".formatted(account, function);
        return liveIn(places, what)
                .invoke(found -> found.stream().findFirst().ifPresent(first -> {
                    throw new Problem.BadBundle(
                            "token-in-bundle",
                            "%s: %s; revoke it, and give the function what it needs as a secret"
                                    .formatted(first.file(), standsHere(first)),
                            first.file(),
                            first.line(),
                            first.column());
                }))
                .replaceWithVoid();
    }

    /**
     * Fails with {@link Problem.Invalid} when a live token stands in a text that is kept with a function and no part of a deployment.
     *
     * @param what the text is, such as {@code message}
     */
    public Uni<Void> refuseLiveIn(String account, String function, String what, String text) {
        return liveIn(TokenPlace.in(what, text), "function %s/%s, ".formatted(account, function))
                .invoke(found -> found.stream().findFirst().ifPresent(first -> {
                    throw new Problem.Invalid(
                            "token-in-text", "%s: %s; revoke it, and leave it out".formatted(what, standsHere(first)));
                }))
                .replaceWithVoid();
    }

    private static String standsHere(TokenPlace place) {
        return "a token (%s…) that is valid stands here in the open"
                .formatted(place.token().kind().prefix());
    }

    /** Those of live tokens, each token of which is flagged. */
    private Uni<List<TokenPlace>> liveIn(List<TokenPlace> places, String where) {
        if (places.isEmpty()) return Uni.createFrom().item(List.of());
        return tokens.live(places.stream().map(TokenPlace::token).distinct().toList())
                .map(live -> places.stream()
                        .filter(place ->
                                live.contains(StoredTokens.hex(place.token().hash())))
                        .toList())
                .call(found -> flag(found, where));
    }

    private Uni<?> flag(List<TokenPlace> found, String where) {
        return Multi.createFrom()
                .iterable(oncePerToken(found))
                .onItem()
                .transformToUniAndConcatenate(place ->
                        leaks.note(new Sighting(StoredTokens.hex(place.token().hash()), where + place, Instant.now())))
                .collect()
                .last();
    }

    private static List<TokenPlace> oncePerToken(List<TokenPlace> found) {
        Set<TokenText> seen = new HashSet<>();
        return found.stream().filter(place -> seen.add(place.token())).toList();
    }
}
