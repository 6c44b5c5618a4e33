/** How many waiting agents one machine holds, and what their waiting costs. */
@NullMarked
package dev.mayfly.bench.density;

import org.jspecify.annotations.NullMarked;
