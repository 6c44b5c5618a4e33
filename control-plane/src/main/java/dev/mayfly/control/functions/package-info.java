/** Functions and their versions. */
@NullMarked
package dev.mayfly.control.functions;

import org.jspecify.annotations.NullMarked;
