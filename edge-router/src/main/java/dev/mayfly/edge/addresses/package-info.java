/** Addresses of the Internet protocol: blocks of them, and which of them are public. */
@NullMarked
package dev.mayfly.edge.addresses;

import org.jspecify.annotations.NullMarked;
