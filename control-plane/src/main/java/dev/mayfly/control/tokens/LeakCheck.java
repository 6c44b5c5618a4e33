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
        if (places.isEmpty()) return Uni.createFrom().voidItem();
        return tokens.live(places.stream().map(TokenPlace::token).distinct().toList())
                .map(live -> places.stream()
                        .filter(place ->
                                live.contains(StoredTokens.hex(place.token().hash())))
                        .toList())
                .chain(found -> found.isEmpty() ? Uni.createFrom().voidItem() : refuse(account, function, found));
    }

    private Uni<Void> refuse(String account, String function, List<TokenPlace> found) {
        TokenPlace first = found.getFirst();
        return Multi.createFrom()
                .iterable(oncePerToken(found))
                .onItem()
                .transformToUniAndConcatenate(place -> leaks.note(new Sighting(
                        StoredTokens.hex(place.token().hash()),
                        "deployment of function %s/%s, %s".formatted(account, function, place),
                        Instant.now())))
                .collect()
                .last()
                .chain(() -> Uni.createFrom()
                        .failure(new Problem.BadBundle(
                                "token-in-bundle",
                                "%s: a token (%s) that is valid stands here in the open; revoke it, and give the function what it needs as a secret"
                                        .formatted(
                                                first.file(),
                                                first.token().kind().prefix() + "…"),
                                first.file(),
                                first.line(),
                                first.column())));
    }

    private static List<TokenPlace> oncePerToken(List<TokenPlace> found) {
        Set<TokenText> seen = new HashSet<>();
        return found.stream().filter(place -> seen.add(place.token())).toList();
    }
}
