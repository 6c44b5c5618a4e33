/** Spans around calls of contracts. */
@NullMarked
package dev.mayfly.bindings.tracing;

import org.jspecify.annotations.NullMarked;
