package dev.mayfly.edge.forward;

/** What became of a request that was forwarded. */
enum Ending {
    answered,
    /** No server let anybody connect, or none kept the connection until its answer. */
    unreachable,
    /** Nothing moved for too long. */
    silent,
    /** The answer began and did not come to its end. */
    broken,
    /** It was answered in this process instead. */
    here,
    /** Its client went away. */
    abandoned
}
