/** Worker processes from the outside: where their sockets lie, how they are started, and what closes them in. */
@NullMarked
package dev.mayfly.isolates.process;

import org.jspecify.annotations.NullMarked;
