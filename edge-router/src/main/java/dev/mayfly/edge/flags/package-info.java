/** Feature flags at the router: held in memory, asked by functions and by clients of OpenFeature. */
@NullMarked
package dev.mayfly.edge.flags;

import org.jspecify.annotations.NullMarked;
