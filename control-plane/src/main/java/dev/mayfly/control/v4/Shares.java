package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rollouts.Rollouts.Share;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which share of requests each version shall have, as a deployment asks for it. */
sealed interface Shares {
    BigDecimal ALL = new BigDecimal(100);

    /** One version has all requests. */
    record Whole(String version) implements Shares {}

    /** Two versions share them. */
    record Split(Share one, Share other) implements Shares {
        /** The share of the version that does not answer yet, beside the one that does. */
        Share beside(String script, Optional<String> active) {
            String stable = active.orElseThrow(() -> new Problem.Conflict(
                    "%s has no version that answers yet: deploy one at 100 %% first".formatted(script)));
            if (one.version().equals(stable)) return other;
            if (other.version().equals(stable)) return one;
            throw new Problem.Conflict(
                    "one of the two must be the version that answers now: deploy %s@%s %s@%s, or one version at 100 %%"
                            .formatted(one.version(), number(one), stable, number(other)));
        }
    }

    static Shares of(JsonNode deployment) {
        if (!deployment.path("strategy").asText("percentage").equals("percentage"))
            throw V4Problem.unsupported("deployments have the strategy 'percentage' and no other");
        List<Share> shares = new ArrayList<>();
        for (JsonNode share : deployment.path("versions")) {
            if (!share.path("version_id").isTextual()
                    || !share.path("percentage").isNumber())
                throw invalid("each version has version_id and percentage");
            if (share.path("percentage").decimalValue().signum() != 0)
                shares.add(new Share(
                        share.path("version_id").asText(),
                        share.path("percentage").decimalValue()));
        }
        if (shares.isEmpty()) throw invalid("a deployment names a version");
        if (shares.size() > 2)
            throw V4Problem.unsupported("requests are shared by two versions at most, not " + shares.size());
        BigDecimal together = shares.stream().map(Share::percentage).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (together.compareTo(ALL) != 0)
            throw invalid("the shares of all versions are 100 %% together, not %s %%".formatted(plain(together)));
        return shares.size() == 1
                ? new Whole(shares.getFirst().version())
                : new Split(shares.getFirst(), shares.getLast());
    }

    private static Problem invalid(String detail) {
        return new Problem.Invalid("invalid-deployment", detail);
    }

    private static String number(Share share) {
        return plain(share.percentage());
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
