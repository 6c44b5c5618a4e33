/** The owner of what agents remember: it keeps it, finds it again, and forgets it for good. */
@NullMarked
package dev.mayfly.memory;

import org.jspecify.annotations.NullMarked;
