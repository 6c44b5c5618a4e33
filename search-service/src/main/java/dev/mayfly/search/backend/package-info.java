/** Where words and vectors lie, and are searched: Lucene on this machine's disk, or a cluster of OpenSearch. */
@NullMarked
package dev.mayfly.search.backend;

import org.jspecify.annotations.NullMarked;
