/** From messages to memories: what is made, in which order, and what goes when messages go. */
@NullMarked
package dev.mayfly.memory.making;

import org.jspecify.annotations.NullMarked;
