/**
 * The supervisor of workers: pools, queue, failover, and the books of every invocation. All of its state lives on one event loop,
 * so nothing here is locked; callers on other contexts hop over once, and their callbacks hop back.
 */
@NullMarked
package dev.mayfly.isolates.supervisor;

import org.jspecify.annotations.NullMarked;
