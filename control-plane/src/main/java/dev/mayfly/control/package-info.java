/** The writer of truth: accounts, tokens, functions and their versions, and the word of it to the routers. */
@NullMarked
package dev.mayfly.control;

import org.jspecify.annotations.NullMarked;
