/** One invocation as an actor: its inbox, its slices on guest threads, its streams and calls, and the limits around it. */
@NullMarked
package dev.mayfly.isolates.worker.isolate;

import org.jspecify.annotations.NullMarked;
