package dev.mayfly.bindings.identity;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.problem.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One action, in an account or on one of its functions. Everywhere spelled the same, in JSON, at the command line and in the
 * database: {@code functions:read}, {@code functions:deploy@hello}, {@code *}.
 *
 * @param function the only one it is about; empty: the account with all that it has
 */
public record Right(Action action, Optional<String> function) {
    /** All of an account. */
    public static final Right EVERYTHING = new Right(Action.ANYTHING, Optional.empty());

    public Right {
        if (function.isPresent() && !action.ofOneFunction())
            throw invalid("%s is about an account, not about a function".formatted(action.word()));
        if (!function.map(name -> Name.FORM.matcher(name).matches()).orElse(true))
            throw new Problem.Invalid("invalid-name", "the function of a right must be " + Name.RULE);
    }

    /** Fails with {@link Problem.Invalid} when it is spelled differently. */
    @JsonCreator
    public static Right of(String spelled) {
        int at = spelled.indexOf('@');
        String word = at < 0 ? spelled : spelled.substring(0, at);
        Action action = Action.of(word)
                .orElseThrow(() -> invalid("'%s' is no right; there is %s, each also with @<function> where it fits"
                        .formatted(
                                spelled.length() > 80 ? spelled.substring(0, 80) + "…" : spelled,
                                Arrays.stream(Action.values()).map(Action::word).collect(Collectors.joining(", ")))));
        return new Right(action, at < 0 ? Optional.empty() : Optional.of(spelled.substring(at + 1)));
    }

    /** Whether who has this one needs no other for that. */
    public boolean covers(Right needed) {
        return (action == Action.ANYTHING || action == needed.action)
                && (function.isEmpty() || function.equals(needed.function));
    }

    @JsonValue
    @Override
    public String toString() {
        return action.word() + function.map(name -> "@" + name).orElse("");
    }

    private static Problem invalid(String why) {
        return new Problem.Invalid("invalid-right", why);
    }
}
