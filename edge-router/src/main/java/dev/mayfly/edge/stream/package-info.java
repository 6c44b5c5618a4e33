/** Streams that go no faster than their reader reads. */
@NullMarked
package dev.mayfly.edge.stream;

import org.jspecify.annotations.NullMarked;
