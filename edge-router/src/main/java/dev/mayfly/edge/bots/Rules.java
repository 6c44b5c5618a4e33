package dev.mayfly.edge.bots;

import java.util.ArrayList;
import java.util.List;

/** All rules, in order. */
final class Rules {
    private final List<Rule> rules = new ArrayList<>();

    /** Fails with {@link IllegalArgumentException}, which names the setting that cannot be read. */
    Rules(List<BotsConfig.Rule> settings) {
        for (int i = 0; i < settings.size(); i++)
            rules.add(Rule.read("mayfly.edge.bots.rules[%d]".formatted(i), settings.get(i)));
    }

    /** Whether pages of this place are turned for who is no crawler, too. */
    boolean turnsForEverybody(String host, String target) {
        for (Rule rule : rules) if (rule.isForEverybody(host, target)) return true;
        return false;
    }

    /** Whether a rule must know where pages of this place say that they belong. */
    boolean learnsAt(String host, String target) {
        for (Rule rule : rules) if (rule.learnsAt(host, target)) return true;
        return false;
    }

    /** What the rules say of a request. */
    sealed interface Finding {
        /** The first that fits. */
        record First(Rule rule) implements Finding {}

        /** None fits. */
        record None() implements Finding {}

        /** It must be known who the crawler is before it can be told. */
        record DependsOnStanding() implements Finding {}
    }

    /** @param target path and query, as sent */
    Finding find(String host, String target, Crawler crawler, Standing standing) {
        for (Rule rule : rules) {
            if (!rule.fits(host, target, crawler)) continue;
            if (rule.needs() == Standing.unasked || rule.needs() == standing) return new Finding.First(rule);
            if (standing == Standing.unasked) return new Finding.DependsOnStanding();
        }
        return new Finding.None();
    }
}
