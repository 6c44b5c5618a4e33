package dev.mayfly.control.flags;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.Flags.Ramp;
import dev.mayfly.bindings.identity.RampBound;
import dev.mayfly.bindings.problem.Problem;

/**
 * A share of those who ask, as a rule: the variant's part of all weights comes first and only grows or shrinks at its end, so whoever is
 * in stays in while it grows.
 */
final class RampRule {
    private static final int WHOLE = 10_000;
    private static final double ROUNDING = 1e-9;
    private static final String TARGETING = "targeting";
    private static final int ATTRIBUTE_MAX = 256;

    private RampRule() {}

    /** The flag with that share; fails where it has targeting of another kind, which would be lost. */
    static ObjectNode of(ObjectNode flag, Ramp ramp) {
        double hundredths = ramp.percent() * 100;
        if (!(hundredths >= 0 && hundredths <= WHOLE) || Math.abs(hundredths - Math.rint(hundredths)) > 1e-6)
            throw new Problem.Invalid("invalid-flag", "percent lies between 0 and 100 and has at most two decimals");
        String others = flag.path("defaultVariant").asText();
        if (!flag.path("variants").has(ramp.variant()) || !flag.path("variants").has(others))
            throw new Problem.Invalid(
                    "invalid-flag", "the flag needs a variant '%s' and a default variant".formatted(ramp.variant()));
        if (others.equals(ramp.variant()))
            throw new Problem.Invalid(
                    "invalid-flag", "'%s' is the default variant; ramp another one".formatted(ramp.variant()));
        if (!mayReplace(flag.path(TARGETING), others))
            throw new Problem.Conflict("the flag has a targeting of its own; change that instead");
        String by = ramp.by().orElse("targetingKey");
        if (by.isEmpty() || by.length() > ATTRIBUTE_MAX)
            throw new Problem.Invalid("invalid-flag", "by names an attribute, such as targetingKey");
        ObjectNode next = flag.deepCopy();
        int share = (int) Math.rint(hundredths);
        next.set(TARGETING, rule(ramp.variant(), share, others, by));
        return next;
    }

    /** The share that somebody may not make so large. Fails where it grows further than it may, or becomes another's. */
    static void checkBound(ObjectNode flag, Ramp ramp, RampBound bound) {
        JsonNode present = flag.path(TARGETING).path("fractional");
        boolean begun = present.size() == 3;
        String by = present.at("/0/cat/1/var").asText("targetingKey");
        boolean same = present.at("/1/0").asText().equals(ramp.variant())
                && by.equals(ramp.by().orElse("targetingKey"));
        if (begun && !same)
            throw new Problem.Denied("the token may only change the share that '%s' has by %s"
                    .formatted(present.at("/1/0").asText(), by));
        double whole = weight(present.at("/1")) + weight(present.at("/2"));
        double now = begun && whole > 0 ? weight(present.at("/1")) * 100 / whole : 0;
        if (ramp.percent() > Math.max(now, Math.min(now + bound.step(), bound.most())) + ROUNDING)
            throw new Problem.Denied("the token may give '%s' %d hundredths more at once, and %d at most; it has %s"
                    .formatted(ramp.variant(), bound.step(), bound.most(), now));
    }

    private static ObjectNode rule(String variant, int share, String others, String by) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ObjectNode key = json.objectNode();
        key.putArray("cat")
                .add(json.objectNode().put("var", "$flagd.flagKey"))
                .add(json.objectNode().put("var", by));
        ObjectNode rule = json.objectNode();
        rule.putArray("fractional")
                .add(key)
                .add(json.arrayNode().add(variant).add(share))
                .add(json.arrayNode().add(others).add(WHOLE - share));
        return rule;
    }

    private static boolean mayReplace(JsonNode targeting, String others) {
        boolean none = targeting.isMissingNode() || targeting.isNull() || targeting.isEmpty();
        JsonNode shares = targeting.path("fractional");
        return none
                || (targeting.size() == 1
                        && shares.size() == 3
                        && shares.at("/0/cat/0/var").asText().equals("$flagd.flagKey")
                        && shares.at("/2/0").asText().equals(others)
                        && isShare(shares.path(1))
                        && isShare(shares.path(2)));
    }

    /** Rather than one with a variant or a weight that is computed. */
    private static boolean isShare(JsonNode share) {
        return share.path(0).isTextual() && (share.size() == 1 || share.path(1).isNumber());
    }

    private static double weight(JsonNode share) {
        return share.path(1).asDouble(1);
    }
}
