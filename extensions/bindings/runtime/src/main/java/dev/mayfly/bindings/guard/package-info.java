/** What stands before every implementation of a contract, in-process and remote alike. */
@NullMarked
package dev.mayfly.bindings.guard;

import org.jspecify.annotations.NullMarked;
