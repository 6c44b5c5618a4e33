package dev.mayfly.edge.limits;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.bindings.rates.RateLimits;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** The binding {@code ratelimit}: buckets as requests have them, with keys of the functions' own. */
@ApplicationScoped
public class BoundRateLimits implements RateLimits {
    private final Buckets buckets;

    BoundRateLimits(Buckets buckets) {
        this.buckets = buckets;
    }

    @Override
    public Uni<Verdict> limit(String account, String key, Allowance allowance) {
        if (key == null || key.length() > KEY_MAX)
            throw new Problem.Invalid(
                    "invalid-argument",
                    "the key of a rate limit is a text of at most %d characters".formatted(KEY_MAX));
        String bucket = "binding " + account + ' ' + allowance.namespace() + ' ' + key;
        return Uni.createFrom().item(new Verdict(buckets.take(bucket, allowance.rate()) instanceof Taken.Granted));
    }
}
