/** Everything in one process: finds its place on disk, starts the embedded servers, runs all services, says when it is ready. */
@NullMarked
package dev.mayfly.standalone;

import org.jspecify.annotations.NullMarked;
