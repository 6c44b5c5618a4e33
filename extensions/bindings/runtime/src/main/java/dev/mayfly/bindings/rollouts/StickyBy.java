package dev.mayfly.bindings.rollouts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a request is known by while two versions run: requests with equal keys meet one of them. */
public sealed interface StickyBy {
    StickyBy NONE = new None();
    StickyBy IP = new Ip();

    /** What may be said, for whoever said something else. */
    String RULE = "none, ip, header:<name> or cookie:<name>";

    Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

    /** Each request for itself. */
    record None() implements StickyBy {
        @Override
        public String toString() {
            return "none";
        }
    }

    /** The client's address. */
    record Ip() implements StickyBy {
        @Override
        public String toString() {
            return "ip";
        }
    }

    /** @param name in lower case */
    record Header(String name) implements StickyBy {
        @Override
        public String toString() {
            return "header:" + name;
        }
    }

    record Cookie(String name) implements StickyBy {
        @Override
        public String toString() {
            return "cookie:" + name;
        }
    }

    /** Reads what {@code toString} tells; empty when it is something else. */
    static Optional<StickyBy> parse(String text) {
        if (text.equals("none")) return Optional.of(NONE);
        if (text.equals("ip")) return Optional.of(IP);
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1);
        if (colon < 0 || !NAME.matcher(name).matches()) return Optional.empty();
        return switch (text.substring(0, colon)) {
            case "header" -> Optional.of(new Header(name.toLowerCase(Locale.ROOT)));
            case "cookie" -> Optional.of(new Cookie(name));
            default -> Optional.empty();
        };
    }
}
