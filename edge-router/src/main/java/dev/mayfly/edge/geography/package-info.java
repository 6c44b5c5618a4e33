/** Where clients are, and what functions are told of it. */
@NullMarked
package dev.mayfly.edge.geography;

import org.jspecify.annotations.NullMarked;
