/** Accounts that anybody may have for an hour, after some work. */
@NullMarked
package dev.mayfly.control.temporary;

import org.jspecify.annotations.NullMarked;
