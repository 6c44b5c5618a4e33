/** Servers to measure, load to measure them with, and what they use. */
@NullMarked
package dev.mayfly.bench.harness;

import org.jspecify.annotations.NullMarked;
