package dev.mayfly.flags;

/** Why a flag has the value that it has, as OpenFeature names it. */
public enum Reason {
    /** It has no targeting. */
    STATIC,
    /** Its targeting chose the variant. */
    TARGETING_MATCH,
    /** Its targeting chose none, so that it has its default, or it has none and the caller's counts. */
    DEFAULT,
    /** It is switched off; the caller's default counts. */
    DISABLED,
    /** It could not be evaluated; the caller's default counts. */
    ERROR
}
