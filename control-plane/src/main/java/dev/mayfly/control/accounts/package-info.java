/** Accounts, their tokens, and whose a token is. */
@NullMarked
package dev.mayfly.control.accounts;

import org.jspecify.annotations.NullMarked;
