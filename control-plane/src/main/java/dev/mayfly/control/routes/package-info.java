/** Which patterns lead to which function. */
@NullMarked
package dev.mayfly.control.routes;

import org.jspecify.annotations.NullMarked;
