/** Two versions of a function side by side: how a share of its requests moves to another version, and back. */
@NullMarked
package dev.mayfly.bindings.rollouts;

import org.jspecify.annotations.NullMarked;
