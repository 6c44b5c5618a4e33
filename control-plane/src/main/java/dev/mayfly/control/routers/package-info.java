/** Asking all routers what functions did, or would do, and telling it as one. */
@NullMarked
package dev.mayfly.control.routers;

import org.jspecify.annotations.NullMarked;
