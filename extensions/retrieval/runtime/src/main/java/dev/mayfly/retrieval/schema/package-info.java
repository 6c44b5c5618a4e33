/** Which fields documents have. */
@NullMarked
package dev.mayfly.retrieval.schema;

import org.jspecify.annotations.NullMarked;
