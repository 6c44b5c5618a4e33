/** What functions did: one record of each invocation. */
@NullMarked
package dev.mayfly.bindings.invocations;

import org.jspecify.annotations.NullMarked;
