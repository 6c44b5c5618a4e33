/** How truth is read and changed: one change after the other, each with the next revision, told to the routers when it is kept. */
@NullMarked
package dev.mayfly.control.truth;

import org.jspecify.annotations.NullMarked;
