/** One invocation, from the request that asks for it to the record of it. */
@NullMarked
package dev.mayfly.edge.dispatch;

import org.jspecify.annotations.NullMarked;
