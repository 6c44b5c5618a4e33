/** How a text becomes a vector. */
@NullMarked
package dev.mayfly.retrieval.embedding;

import org.jspecify.annotations.NullMarked;
