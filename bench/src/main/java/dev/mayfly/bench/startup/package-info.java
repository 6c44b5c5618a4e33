/** From start to first answer. */
@NullMarked
package dev.mayfly.bench.startup;

import org.jspecify.annotations.NullMarked;
