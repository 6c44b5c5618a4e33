/** What tokens look like: pure Java, so that programs without a server can tell one, too. */
@NullMarked
package dev.mayfly.bindings.tokens;

import org.jspecify.annotations.NullMarked;
