package dev.mayfly.flags;

/** What went wrong, as OpenFeature names it. */
public enum ErrorCode {
    FLAG_NOT_FOUND,
    /** The targeting cannot be understood. */
    PARSE_ERROR,
    /** The flag has a value of another type than was asked for. */
    TYPE_MISMATCH,
    INVALID_CONTEXT,
    GENERAL
}
