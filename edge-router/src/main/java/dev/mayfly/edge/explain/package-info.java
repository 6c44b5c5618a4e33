/** Tells what would become of a request, from the same tables that requests are decided by. */
@NullMarked
package dev.mayfly.edge.explain;

import org.jspecify.annotations.NullMarked;
