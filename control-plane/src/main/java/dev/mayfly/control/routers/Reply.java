package dev.mayfly.control.routers;

import io.vertx.core.buffer.Buffer;

/** What came of asking one router. */
sealed interface Reply {
    record Said(int status, String contentType, Buffer body) implements Reply {}

    /** No answer in time, or one that had no room. */
    record Silent() implements Reply {}
}
