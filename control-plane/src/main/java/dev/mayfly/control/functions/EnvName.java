package dev.mayfly.control.functions;

import java.util.Optional;
import java.util.regex.Pattern;

/** Names on env: what JavaScript can say after {@code env.} */
final class EnvName {
    private static final Pattern FORM = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,63}");

    private EnvName() {}

    /** What is wrong with it, if anything. */
    static Optional<String> flaw(String name) {
        if (FORM.matcher(name).matches() && !name.equals("__proto__")) return Optional.empty();
        String shown = name.length() > 80 ? name.substring(0, 80) + "…" : name;
        return Optional.of(
                "'%s' cannot stand on env: a name has 1 to 64 of A-Z, a-z, 0-9, _ and $, and begins with no digit"
                        .formatted(shown));
    }
}
