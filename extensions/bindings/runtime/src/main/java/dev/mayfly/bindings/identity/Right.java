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
 * database: {@code functions:read}, {@code functions:deploy@hello}, {@code flags:ramp@10-50}, {@code *}.
 *
 * @param function the only one it is about; empty: the account with all that it has
 * @param ramp how far {@link Action#FLAGS_RAMP} goes; empty for all others
 */
public record Right(Action action, Optional<String> function, Optional<RampBound> ramp) {
    /** All of an account. */
    public static final Right EVERYTHING = new Right(Action.ANYTHING, Optional.empty());

    public Right(Action action, Optional<String> function) {
        this(action, function, action == Action.FLAGS_RAMP ? Optional.of(RampBound.ANY) : Optional.empty());
    }

    public Right {
        if (ramp.isPresent() != (action == Action.FLAGS_RAMP))
            throw invalid("it is %s alone that says how far".formatted(Action.FLAGS_RAMP.word()));
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
        Optional<String> about = at < 0 ? Optional.empty() : Optional.of(spelled.substring(at + 1));
        return action == Action.FLAGS_RAMP && about.isPresent()
                ? new Right(action, Optional.empty(), about.map(RampBound::of))
                : new Right(action, about);
    }

    /** What a call takes: of what has bounds, the least. */
    public static Right needed(Action action, Optional<String> function) {
        return action == Action.FLAGS_RAMP
                ? new Right(action, function, Optional.of(RampBound.NONE))
                : new Right(action, function);
    }

    /** Whether who has this one needs no other for that. */
    public boolean covers(Right needed) {
        boolean wider =
                action == Action.ANYTHING || (action == Action.FLAGS_WRITE && needed.action == Action.FLAGS_RAMP);
        boolean far = needed.ramp.isEmpty() || ramp.isEmpty() || ramp.get().covers(needed.ramp.get());
        return (wider || (action == needed.action && far)) && (function.isEmpty() || function.equals(needed.function));
    }

    @JsonValue
    @Override
    public String toString() {
        return action.word()
                + function.map(name -> "@" + name).orElse("")
                + ramp.filter(bound -> !bound.equals(RampBound.ANY))
                        .map(bound -> "@" + bound)
                        .orElse("");
    }

    private static Problem invalid(String why) {
        return new Problem.Invalid("invalid-right", why);
    }
}
