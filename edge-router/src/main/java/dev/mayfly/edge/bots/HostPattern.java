package dev.mayfly.edge.bots;

import dev.mayfly.edge.ingress.Authority;
import java.util.Optional;

/** Hosts: all ({@code *}), those below a name ({@code *.example.com}), or one. */
public record HostPattern(String text) {
    public static Optional<HostPattern> parse(String text) {
        if (text.equals("*")) return Optional.of(new HostPattern(text));
        boolean below = text.startsWith("*.");
        return Authority.parse(below ? text.substring(2) : text)
                .filter(name -> name.port().isEmpty())
                .map(name -> new HostPattern(below ? "*." + name.host() : name.host()));
    }

    public boolean matches(String host) {
        if (text.equals("*")) return true;
        return text.startsWith("*.")
                ? host.length() >= text.length() && host.endsWith(text.substring(1))
                : host.equals(text);
    }
}
