/** Whose trace a request belongs to (W3C Trace Context). */
@NullMarked
package dev.mayfly.edge.trace;

import org.jspecify.annotations.NullMarked;
