/** Truth: messages, memories, jobs and marks of what was forgotten, in PostgreSQL. */
@NullMarked
package dev.mayfly.memory.store;

import org.jspecify.annotations.NullMarked;
