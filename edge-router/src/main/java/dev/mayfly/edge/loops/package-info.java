/** Requests that functions make to functions: how deep, how many, how fast. */
@NullMarked
package dev.mayfly.edge.loops;

import org.jspecify.annotations.NullMarked;
