/** What memory and search are both made of: texts and vectors in a Lucene index, embeddings, and one ranking of both. */
@NullMarked
package dev.mayfly.retrieval;

import org.jspecify.annotations.NullMarked;
