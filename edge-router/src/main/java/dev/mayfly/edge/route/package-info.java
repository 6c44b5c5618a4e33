/** Which function answers: an immutable table of all of them. */
@NullMarked
package dev.mayfly.edge.route;

import org.jspecify.annotations.NullMarked;
