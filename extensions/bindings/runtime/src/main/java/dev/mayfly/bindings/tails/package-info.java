/** Watching functions while they run. */
@NullMarked
package dev.mayfly.bindings.tails;

import org.jspecify.annotations.NullMarked;
