package dev.mayfly.isolates.worker.isolate;

import dev.mayfly.isolates.frames.Message.End;

/** How an invocation ended, before its use is counted: the first half of {@link dev.mayfly.isolates.frames.Message.Done}. */
record Ending(End end, String code, long used, long allowed, String detail) {
    static final Ending OK = ok("");
    static final Ending CANCELLED = new Ending(End.CANCELLED, "", 0, 0, "");

    static Ending ok(String detail) {
        return new Ending(End.OK, "", 0, 0, detail);
    }

    /** @param detail JSON as {@code Done} describes it */
    static Ending failed(String code, String detail) {
        return new Ending(End.FAILED, code, 0, 0, detail);
    }

    static Ending exhausted(String limit, long used, long allowed) {
        return new Ending(End.EXHAUSTED, limit, used, allowed, "");
    }

    Ending at(String place) {
        return new Ending(end, code, used, allowed, place);
    }
}
