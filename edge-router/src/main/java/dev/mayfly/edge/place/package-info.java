/** In which region a request is answered. */
@NullMarked
package dev.mayfly.edge.place;

import org.jspecify.annotations.NullMarked;
