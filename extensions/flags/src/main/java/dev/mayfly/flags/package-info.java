/** Feature flags as flagd defines them: read, checked, compiled and evaluated. */
@NullMarked
package dev.mayfly.flags;

import org.jspecify.annotations.NullMarked;
