/** Connections of clients: who is let in, how long one may be silent, whom it comes from, how it ends. */
@NullMarked
package dev.mayfly.edge.transport;

import org.jspecify.annotations.NullMarked;
