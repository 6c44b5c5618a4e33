@NullMarked
package dev.mayfly.bench.fuzz;

import org.jspecify.annotations.NullMarked;
