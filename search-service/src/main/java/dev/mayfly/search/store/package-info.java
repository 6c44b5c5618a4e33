/** Truth: indexes and documents in PostgreSQL. */
@NullMarked
package dev.mayfly.search.store;

import org.jspecify.annotations.NullMarked;
