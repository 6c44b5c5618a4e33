/** Indexes on the disk, which follow the truth. */
@NullMarked
package dev.mayfly.search.live;

import org.jspecify.annotations.NullMarked;
