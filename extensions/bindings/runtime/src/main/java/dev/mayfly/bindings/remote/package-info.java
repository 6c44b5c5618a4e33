/** Contracts whose owner is another process. */
@NullMarked
package dev.mayfly.bindings.remote;

import org.jspecify.annotations.NullMarked;
