package dev.mayfly.control.tokens;

import dev.mayfly.bindings.accounts.Accounts.TokenRequest;
import dev.mayfly.bindings.guard.Admission;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A token that somebody would like to have. */
record AskedToken(String name, List<Right> rights, Optional<Instant> expiresAt) {
    private static final int NAME_MAX = 64;
    private static final Duration LIFE_MAX = Duration.ofDays(3653);

    /** Fails with {@link Problem.Invalid} when it could not be. */
    @SuppressWarnings("ConstantValue") // JSON can leave anything out
    static AskedToken of(TokenRequest request, Instant now) {
        String name = request.name();
        if (name == null
                || name.isBlank()
                || name.length() > NAME_MAX
                || name.chars().anyMatch(Character::isISOControl))
            throw new Problem.Invalid("invalid-name", "a token needs a name of 1 to %d characters".formatted(NAME_MAX));
        List<Right> rights = request.rights().orElse(List.of(Right.EVERYTHING));
        if (rights.isEmpty()
                || rights.size() > Scope.Rights.MAX
                || rights.stream().anyMatch(Objects::isNull))
            throw new Problem.Invalid("invalid-right", "a token has 1 to %d rights".formatted(Scope.Rights.MAX));
        request.expiresAt().ifPresent(end -> {
            if (!end.isAfter(now) || end.isAfter(now.plus(LIFE_MAX)))
                throw new Problem.Invalid(
                        "invalid-expiry",
                        "expiresAt lies in the future, and ten years ahead at most; left out: no end");
        });
        return new AskedToken(name, rights, request.expiresAt().map(end -> end.truncatedTo(ChronoUnit.MILLIS)));
    }

    /** Nobody gives what they do not have. */
    void refuseWhatIsBeyond(Caller maker, String account) {
        if (maker instanceof Caller.FunctionCaller) throw new Problem.Denied("functions make no tokens");
        for (Right right : rights) Admission.require(maker, right, account);
    }

    /** The same, not living longer than the token that makes it. */
    AskedToken endingBy(Optional<Instant> end) {
        if (end.isEmpty()) return this;
        if (expiresAt.filter(asked -> asked.isAfter(end.get())).isPresent())
            throw new Problem.Denied(
                    "a token makes none that outlives it: expiresAt must not be after %s".formatted(end.get()));
        return new AskedToken(name, rights, Optional.of(expiresAt.orElse(end.get())));
    }
}
