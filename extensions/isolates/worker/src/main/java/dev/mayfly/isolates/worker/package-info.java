/** The worker process: takes frames from its host, runs each invocation in an isolate of its own, and answers in frames. */
@NullMarked
package dev.mayfly.isolates.worker;

import org.jspecify.annotations.NullMarked;
