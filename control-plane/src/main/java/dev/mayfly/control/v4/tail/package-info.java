/** Watching functions while they run, as {@code wrangler tail} does. */
@NullMarked
package dev.mayfly.control.v4.tail;

import org.jspecify.annotations.NullMarked;
