/** How a document becomes passages. */
@NullMarked
package dev.mayfly.retrieval.chunking;

import org.jspecify.annotations.NullMarked;
