/** Documents in Lucene. */
@NullMarked
package dev.mayfly.retrieval.index;

import org.jspecify.annotations.NullMarked;
