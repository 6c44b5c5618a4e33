/** Tokens of accounts: whose they are, what they may do, and where they were seen although they should not. */
@NullMarked
package dev.mayfly.control.tokens;

import org.jspecify.annotations.NullMarked;
