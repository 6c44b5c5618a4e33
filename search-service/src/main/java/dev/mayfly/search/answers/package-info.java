/** Answers that a model makes of documents. */
@NullMarked
package dev.mayfly.search.answers;

import org.jspecify.annotations.NullMarked;
