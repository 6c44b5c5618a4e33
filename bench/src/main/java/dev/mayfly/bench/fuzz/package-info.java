/** Random programs against the isolates: whatever a guest does, it ends in one of the legal ways and its neighbours notice nothing. */
@NullMarked
package dev.mayfly.bench.fuzz;

import org.jspecify.annotations.NullMarked;
