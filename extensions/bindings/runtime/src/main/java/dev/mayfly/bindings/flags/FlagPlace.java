package dev.mayfly.bindings.flags;

import dev.mayfly.bindings.Name;
import dev.mayfly.bindings.problem.Problem;
import java.util.Optional;

/** Where flags belong: to an app, in one of its environments. Each has flags of its own. */
public record FlagPlace(String app, String environment) {
    public static final String PRODUCTION = "production";

    public FlagPlace {
        check("app", app);
        check("environment", environment);
    }

    /** Without an environment it is {@link #PRODUCTION}. */
    public static FlagPlace of(String app, Optional<String> environment) {
        return new FlagPlace(app, environment.orElse(PRODUCTION));
    }

    /** Reads {@code app} or {@code app/environment}. */
    public static FlagPlace of(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? new FlagPlace(text, PRODUCTION)
                : new FlagPlace(text.substring(0, slash), text.substring(slash + 1));
    }

    private static void check(String what, String name) {
        if (!Name.FORM.matcher(name).matches())
            throw new Problem.Invalid("invalid-name", "the %s of flags must be %s".formatted(what, Name.RULE));
    }

    @Override
    public String toString() {
        return app + '/' + environment;
    }
}
