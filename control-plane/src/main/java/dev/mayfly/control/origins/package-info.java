/** HTTP servers of accounts, to which routes lead. */
@NullMarked
package dev.mayfly.control.origins;

import org.jspecify.annotations.NullMarked;
