/** What becomes of indexes when their account is no more. */
@NullMarked
package dev.mayfly.search.accounts;

import org.jspecify.annotations.NullMarked;
