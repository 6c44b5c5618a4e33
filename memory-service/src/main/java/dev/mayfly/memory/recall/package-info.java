/** What of a profile matters to a question: several ways of looking, one ranking, held in memory. Plain Java: no container, no database. */
@NullMarked
package dev.mayfly.memory.recall;

import org.jspecify.annotations.NullMarked;
