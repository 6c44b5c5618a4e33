/** Telling what functions do to those who watch them. */
@NullMarked
package dev.mayfly.edge.tail;

import org.jspecify.annotations.NullMarked;
