package dev.mayfly.edge.faults;

/** What an attempt tells of its endpoint. */
public enum Result {
    /** It answered, whatever that was of the request. */
    answered,
    /** It could not be reached, broke off before its answer began, or took too long. */
    failed,
    /** Nothing: the client went away, or another attempt was faster. */
    unknown
}
