package dev.mayfly.memory;

import dev.mayfly.bindings.memory.Memory.NamespaceSettings;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.deriving.Redaction;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The settings of a namespace, with all that was left out filled in. */
public record NamespacePlan(
        Optional<Integer> retentionDays, int taskDays, Optional<Integer> halfLifeDays, Set<Redaction.What> redact) {
    private static final String CODE = "invalid-namespace";
    private static final int DAYS_MAX = 36_500;

    static NamespacePlan of(NamespaceSettings settings, MemoryConfig config) {
        return new NamespacePlan(
                settings.retentionDays().map(days -> days("retentionDays", days)),
                settings.taskDays().map(days -> days("taskDays", days)).orElse(config.taskDays()),
                settings.halfLifeDays().map(days -> days("halfLifeDays", days)),
                settings.redact().map(NamespacePlan::kinds).orElse(Redaction.DEFAULT));
    }

    private static int days(String name, int days) {
        if (days < 1 || days > DAYS_MAX)
            throw new Problem.Invalid(CODE, "%s is between 1 and %d, not %d".formatted(name, DAYS_MAX, days));
        return days;
    }

    private static Set<Redaction.What> kinds(List<String> words) {
        Set<Redaction.What> kinds = EnumSet.noneOf(Redaction.What.class);
        for (String word : words)
            kinds.add(Arrays.stream(Redaction.What.values())
                    .filter(kind -> kind.name().equals(word))
                    .findFirst()
                    .orElseThrow(() -> new Problem.Invalid(
                            CODE,
                            "there is nothing called %s to redact; there are %s"
                                    .formatted(
                                            word.length() > 40 ? word.substring(0, 40) + "…" : word,
                                            Arrays.stream(Redaction.What.values())
                                                    .map(Enum::name)
                                                    .collect(Collectors.joining(", "))))));
        return kinds;
    }

    public Duration taskLife() {
        return Duration.ofDays(taskDays);
    }

    NamespaceSettings told() {
        return new NamespaceSettings(
                retentionDays,
                Optional.of(taskDays),
                halfLifeDays,
                Optional.of(redact.stream().map(Enum::name).sorted().toList()));
    }
}
