/** How often something may happen. */
@NullMarked
package dev.mayfly.bindings.rates;

import org.jspecify.annotations.NullMarked;
