/** Asking all routers what functions did, and telling it as one. */
@NullMarked
package dev.mayfly.control.routers;

import org.jspecify.annotations.NullMarked;
