package dev.mayfly.flags.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives each a share of weights, and everybody always the same one: by what {@code by} gives, or else by the flag's and the targeting key.
 * Null where nobody knows who it is, or what the weights are.
 */
record Fractional(@Nullable Node by, List<Bucket> buckets) implements Node {
    private static final long WEIGHT_MAX = Integer.MAX_VALUE;
    private static final long UNREADABLE = -1;
    private static final Object NOBODY = new Object();

    /** @param weight 1 where none is said */
    record Bucket(Node variant, @Nullable Node weight) {}

    @Override
    public @Nullable Object evaluate(Scope scope) {
        Object said = by == null ? null : by.evaluate(scope);
        @Nullable Bucket first = said instanceof List<?> list ? bucket(list) : null;
        Object who = first != null ? byDefault(scope) : who(said, scope);
        if (who == NOBODY) return null;
        long[] weights = new long[buckets.size() + 1];
        long sum = 0;
        for (int i = 0; i < weights.length; i++) {
            Bucket bucket = at(i, first);
            if (bucket == null) continue;
            weights[i] = weight(bucket, scope);
            if (weights[i] == UNREADABLE) return null;
            sum += weights[i];
        }
        if (sum == 0 || sum > WEIGHT_MAX) return null;
        int hash = scope.bucketing() == Bucketing.CBOR ? Murmur3.hash(Cbor.of(who)) : Murmur3.hash((String) who);
        return chosen(scope, first, weights, sum, hash);
    }

    private @Nullable Object chosen(Scope scope, @Nullable Bucket first, long[] weights, long sum, int hash) {
        double place = scope.bucketing().place(hash, sum);
        double end = 0;
        for (int i = 0; i < weights.length; i++) {
            end += scope.bucketing().room(weights[i], sum);
            Bucket bucket = at(i, first);
            if (place < end && bucket != null) return bucket.variant.evaluate(scope);
        }
        return null;
    }

    /** The one that {@code by} gave comes before the others. */
    private @Nullable Bucket at(int index, @Nullable Bucket first) {
        return index == 0 ? first : buckets.get(index - 1);
    }

    private Object who(@Nullable Object said, Scope scope) {
        if (by == null) return byDefault(scope);
        if (said instanceof String text) return text;
        if (scope.bucketing() != Bucketing.CBOR) return said == null ? byDefault(scope) : NOBODY;
        return said == null ? NOBODY : said;
    }

    private static Object byDefault(Scope scope) {
        if (!(scope.targetingKey() instanceof String key)) return NOBODY;
        if (scope.bucketing() == Bucketing.CBOR) return List.of(scope.flag(), key);
        return key.isEmpty() ? NOBODY : scope.flag().concat(key);
    }

    private static long weight(Bucket bucket, Scope scope) {
        if (bucket.weight == null) return 1;
        return switch (bucket.weight.evaluate(scope)) {
            case null -> 1;
            case Number number when isWhole(number) -> Math.max(0, number.longValue());
            default -> UNREADABLE;
        };
    }

    private static boolean isWhole(Number number) {
        double value = number.doubleValue();
        return value == Math.rint(value) && value <= WEIGHT_MAX;
    }

    /** What a rule gave in the place of a bucket. */
    private static @Nullable Bucket bucket(List<?> list) {
        if (list.isEmpty()) return null;
        return new Bucket(new Literal(list.getFirst()), list.size() < 2 ? null : new Literal(list.get(1)));
    }
}
