/** The owner of indexes and their documents: it keeps them, and answers what is searched for. */
@NullMarked
package dev.mayfly.search;

import org.jspecify.annotations.NullMarked;
