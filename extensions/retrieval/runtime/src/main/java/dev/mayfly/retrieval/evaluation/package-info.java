/** How good a ranking is, by judgments. */
@NullMarked
package dev.mayfly.retrieval.evaluation;

import org.jspecify.annotations.NullMarked;
