/** What a worker gives up before the first guest comes: system calls that the kernel refuses it from then on, whatever runs in it. */
@NullMarked
package dev.mayfly.isolates.worker.seal;

import org.jspecify.annotations.NullMarked;
