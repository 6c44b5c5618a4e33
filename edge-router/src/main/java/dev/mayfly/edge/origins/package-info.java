/** HTTP servers that the router stands in front of, as its settings name them. */
@NullMarked
package dev.mayfly.edge.origins;

import org.jspecify.annotations.NullMarked;
