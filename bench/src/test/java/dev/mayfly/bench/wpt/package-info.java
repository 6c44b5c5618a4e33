@NullMarked
package dev.mayfly.bench.wpt;

import org.jspecify.annotations.NullMarked;
