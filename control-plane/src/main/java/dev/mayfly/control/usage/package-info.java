/** What functions used, summed over routers, and the caps of accounts. */
@NullMarked
package dev.mayfly.control.usage;

import org.jspecify.annotations.NullMarked;
