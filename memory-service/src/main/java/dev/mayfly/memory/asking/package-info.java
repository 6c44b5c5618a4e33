/** Questions to a profile, what answers them, and what a profile looks like from outside. */
@NullMarked
package dev.mayfly.memory.asking;

import org.jspecify.annotations.NullMarked;
