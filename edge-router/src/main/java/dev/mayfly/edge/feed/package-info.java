/** Hearing what is said on channels of Redis. */
@NullMarked
package dev.mayfly.edge.feed;

import org.jspecify.annotations.NullMarked;
