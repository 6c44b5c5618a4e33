/** Who calls, and what they may touch. */
@NullMarked
package dev.mayfly.bindings.identity;

import org.jspecify.annotations.NullMarked;
