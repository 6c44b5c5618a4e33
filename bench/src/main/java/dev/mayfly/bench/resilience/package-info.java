/** What Mayfly withstands: hostile neighbours, waiting crowds, killed workers, killed everything. */
@NullMarked
package dev.mayfly.bench.resilience;

import org.jspecify.annotations.NullMarked;
