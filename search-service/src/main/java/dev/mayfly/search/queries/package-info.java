/** What clients ask. */
@NullMarked
package dev.mayfly.search.queries;

import org.jspecify.annotations.NullMarked;
