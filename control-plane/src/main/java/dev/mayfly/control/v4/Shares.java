package dev.mayfly.control.v4;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.bindings.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** Which share of requests each version shall have, as a deployment asks for it. */
record Shares(List<Share> shares) {
    record Share(String version, double percentage) {}

    static Shares of(JsonNode deployment) {
        if (!deployment.path("strategy").asText("percentage").equals("percentage"))
            throw V4Problem.unsupported("deployments have the strategy 'percentage' and no other");
        List<Share> shares = new ArrayList<>();
        for (JsonNode share : deployment.path("versions")) {
            if (!share.path("version_id").isTextual()
                    || !share.path("percentage").isNumber())
                throw new Problem.Invalid("invalid-deployment", "each version has version_id and percentage");
            if (share.path("percentage").asDouble() != 0)
                shares.add(new Share(
                        share.path("version_id").asText(),
                        share.path("percentage").asDouble()));
        }
        if (shares.isEmpty()) throw new Problem.Invalid("invalid-deployment", "a deployment names a version");
        return new Shares(shares);
    }

    /** The one version that has all requests. */
    String only() {
        if (shares.size() > 1)
            throw V4Problem.unsupported(
                    "splitting requests between versions is not supported: deploy one version at 100 %%, not %s"
                            .formatted(shares.stream()
                                    .map(share -> "%s at %s %%".formatted(share.version, number(share.percentage)))
                                    .toList()));
        Share only = shares.getFirst();
        if (only.percentage != 100)
            throw new Problem.Invalid(
                    "invalid-deployment",
                    "the shares of all versions are 100 %% together, not %s %%".formatted(number(only.percentage)));
        return only.version;
    }

    private static String number(double percentage) {
        return percentage == Math.rint(percentage) ? Long.toString((long) percentage) : Double.toString(percentage);
    }
}
