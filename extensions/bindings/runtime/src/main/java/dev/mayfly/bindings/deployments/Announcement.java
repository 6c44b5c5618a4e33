package dev.mayfly.bindings.deployments;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A message on {@link Deployments#CHANNEL}: the revision in decimal, then what it is a change of, a space before each, as in {@code 124 flags}.
 *
 * @param parts empty where it may be of anything
 */
public record Announcement(long revision, Set<Part> parts) {
    /** What a router follows, each by a feed of its own. */
    public enum Part {
        deployments,
        flags,
        origins
    }

    public Announcement {
        parts = Set.copyOf(parts);
    }

    /** Whether this part of what is told may have changed. */
    public boolean tellsOf(Part part) {
        return parts.isEmpty() || parts.contains(part);
    }

    public String text() {
        return revision + parts.stream().sorted().map(part -> " " + part.name()).collect(Collectors.joining());
    }

    /**
     * What was written by somebody who knows more parts may be of anything.
     *
     * @throws NumberFormatException where it does not begin with a number
     */
    public static Announcement of(String text) {
        String[] words = text.split(" ", -1);
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) if (Arrays.asList(words).contains(part.name())) parts.add(part);
        boolean allKnown = parts.size() == words.length - 1;
        return new Announcement(Long.parseLong(words[0]), allKnown ? parts : Set.of());
    }
}
