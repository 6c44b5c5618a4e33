/** Runs web-platform-tests in isolates, and compares what passed with what an earlier run of ours noted. */
@NullMarked
package dev.mayfly.bench.wpt;

import org.jspecify.annotations.NullMarked;
