/** One order of what several legs found. */
@NullMarked
package dev.mayfly.retrieval.ranking;

import org.jspecify.annotations.NullMarked;
