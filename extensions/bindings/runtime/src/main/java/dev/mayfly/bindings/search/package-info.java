/** Indexes of documents, and searching them. */
@NullMarked
package dev.mayfly.bindings.search;

import org.jspecify.annotations.NullMarked;
