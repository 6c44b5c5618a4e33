/** What the host and a worker process say to each other: frames over one Unix domain socket. See the README of the module. */
@NullMarked
package dev.mayfly.isolates.frames;

import org.jspecify.annotations.NullMarked;
