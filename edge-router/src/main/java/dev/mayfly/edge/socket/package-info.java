/** WebSockets (RFC 6455): the handshake, and what passes between a peer and a function. */
@NullMarked
package dev.mayfly.edge.socket;

import org.jspecify.annotations.NullMarked;
