/** Requests that no function answers but another server: there, and the answer back. */
@NullMarked
package dev.mayfly.edge.forward;

import org.jspecify.annotations.NullMarked;
