/** Accounts. */
@NullMarked
package dev.mayfly.control.accounts;

import org.jspecify.annotations.NullMarked;
