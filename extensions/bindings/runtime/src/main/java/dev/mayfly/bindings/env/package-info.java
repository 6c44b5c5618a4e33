/** What functions find on {@code env}, and how their calls come back. */
@NullMarked
package dev.mayfly.bindings.env;

import org.jspecify.annotations.NullMarked;
