/** What may be a route, as whoever keeps routes and whoever follows them agree. */
@NullMarked
package dev.mayfly.bindings.routes;

import org.jspecify.annotations.NullMarked;
