/** The front door of the functions, and their way out. */
@NullMarked
package dev.mayfly.edge;

import org.jspecify.annotations.NullMarked;
