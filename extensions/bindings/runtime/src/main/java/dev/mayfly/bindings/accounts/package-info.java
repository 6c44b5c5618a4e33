/** Accounts and their tokens. */
@NullMarked
package dev.mayfly.bindings.accounts;

import org.jspecify.annotations.NullMarked;
