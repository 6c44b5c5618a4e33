package dev.mayfly.flags;

import java.util.Map;
import java.util.Optional;

/**
 * What a flag is for somebody.
 *
 * @param variant empty where the caller's default counts
 * @param error what went wrong, where the reason is {@link Reason#ERROR}
 * @param metadata the flag's over its set's
 */
public record Resolution(
        String flag, Optional<Variant> variant, Reason reason, Optional<Failure> error, Map<String, Object> metadata) {
    /** @param message for whoever asked */
    public record Failure(ErrorCode code, String message) {}

    static Resolution of(String flag, Variant variant, Reason reason, Map<String, Object> metadata) {
        return new Resolution(flag, Optional.of(variant), reason, Optional.empty(), metadata);
    }

    static Resolution nothing(String flag, Reason reason, Map<String, Object> metadata) {
        return new Resolution(flag, Optional.empty(), reason, Optional.empty(), metadata);
    }

    static Resolution failed(String flag, ErrorCode code, String message, Map<String, Object> metadata) {
        return new Resolution(flag, Optional.empty(), Reason.ERROR, Optional.of(new Failure(code, message)), metadata);
    }

    /** This, or a failure where the value is of another type than is wanted. */
    public Resolution as(FlagType wanted) {
        if (variant.isEmpty() || wanted.holds(variant.get().value())) return this;
        return failed(flag, ErrorCode.TYPE_MISMATCH, "the flag %s has no %s value".formatted(flag, wanted), metadata);
    }
}
