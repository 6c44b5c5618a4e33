/** Memories made of what was said, by rules and without a model. Plain Java: no container, no database. */
@NullMarked
package dev.mayfly.memory.deriving;

import org.jspecify.annotations.NullMarked;
