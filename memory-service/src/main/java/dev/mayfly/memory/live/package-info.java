/** Indexes of profiles in memory: made at first use, following, dropped when there is no room. */
@NullMarked
package dev.mayfly.memory.live;

import org.jspecify.annotations.NullMarked;
