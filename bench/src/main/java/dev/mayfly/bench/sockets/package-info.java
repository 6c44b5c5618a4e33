/** What WebSockets cost that are held open, and whether bodies of any length pass without being held. */
@NullMarked
package dev.mayfly.bench.sockets;

import org.jspecify.annotations.NullMarked;
