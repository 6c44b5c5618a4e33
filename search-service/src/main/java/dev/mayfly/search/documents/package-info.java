/** What clients send as documents. */
@NullMarked
package dev.mayfly.search.documents;

import org.jspecify.annotations.NullMarked;
