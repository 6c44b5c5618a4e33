/** How JSON of callers is read: what it says counts, and what it cannot mean is refused by name. */
@NullMarked
package dev.mayfly.bindings.json;

import org.jspecify.annotations.NullMarked;
