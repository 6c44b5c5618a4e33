/** What functions used, and how much of it an account may use. */
@NullMarked
package dev.mayfly.bindings.usage;

import org.jspecify.annotations.NullMarked;
