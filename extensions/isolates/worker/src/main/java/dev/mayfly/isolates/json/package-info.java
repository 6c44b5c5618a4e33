/** Reads JSON text for the engine where it is well-formed, as nearly all of it is. */
@NullMarked
package dev.mayfly.isolates.json;

import org.jspecify.annotations.NullMarked;
