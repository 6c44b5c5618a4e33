/** What agents remember. */
@NullMarked
package dev.mayfly.bindings.memory;

import org.jspecify.annotations.NullMarked;
