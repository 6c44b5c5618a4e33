/** Hostile code against the whole platform: what it achieves, and what its neighbours notice. */
@NullMarked
package dev.mayfly.bench.hostile;

import org.jspecify.annotations.NullMarked;
