/** The client API v4 as the stock {@code wrangler} speaks it: another face of functions, versions and secrets. */
@NullMarked
package dev.mayfly.control.v4;

import org.jspecify.annotations.NullMarked;
