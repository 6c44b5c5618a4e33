package dev.mayfly.bindings.placement;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.StickyBy;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * In which regions a function runs.
 *
 * @param regions by their names; none: wherever its requests come in
 * @param affinity what requests are known by that shall meet in one of them, as {@link StickyBy} reads it
 */
public record Placement(List<String> regions, String affinity) {
    public static final Placement ANYWHERE = new Placement(List.of(), StickyBy.NONE.toString());
    public static final int REGIONS_MAX = 16;
    /** How regions are called. */
    public static final Pattern REGION = Pattern.compile("[A-Za-z0-9-]{1,32}");

    /** What JSON leaves out asks for nothing. */
    public Placement(@Nullable List<String> regions, @Nullable String affinity) {
        this.regions = regions == null ? List.of() : List.copyOf(regions);
        this.affinity = affinity == null ? StickyBy.NONE.toString() : affinity;
    }

    /** Fails with {@link Problem.Invalid} when it says something that nobody could follow. */
    public void check() {
        if (regions.size() > REGIONS_MAX)
            throw invalid("placement names %d regions; %d is the most".formatted(regions.size(), REGIONS_MAX));
        for (String region : regions)
            if (!REGION.matcher(region).matches())
                throw invalid("a region has 1 to 32 letters, digits and dashes, unlike '%s'".formatted(shown(region)));
        if (new HashSet<>(regions).size() < regions.size()) throw invalid("placement names a region twice");
        if (StickyBy.parse(affinity).isEmpty())
            throw invalid("affinity is %s, not '%s'".formatted(StickyBy.RULE, shown(affinity)));
        if (regions.isEmpty() && !affinity.equals(StickyBy.NONE.toString()))
            throw invalid("affinity chooses among regions, and placement names none");
    }

    public StickyBy key() {
        return StickyBy.parse(affinity).orElse(StickyBy.NONE);
    }

    private static Problem.Invalid invalid(String detail) {
        return new Problem.Invalid("invalid-placement", detail);
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
