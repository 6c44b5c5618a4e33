/** Feature flags: flagd's own scenarios, and what evaluating costs. */
@NullMarked
package dev.mayfly.bench.flags;

import org.jspecify.annotations.NullMarked;
