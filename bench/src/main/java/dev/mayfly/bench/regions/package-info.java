/** Three regions on one machine, and what becomes of requests when one of them goes away. */
@NullMarked
package dev.mayfly.bench.regions;

import org.jspecify.annotations.NullMarked;
