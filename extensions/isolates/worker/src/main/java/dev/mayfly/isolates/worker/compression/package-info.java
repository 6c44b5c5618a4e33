/** The formats of CompressionStream, and what of them an isolate has open. */
@NullMarked
package dev.mayfly.isolates.worker.compression;

import org.jspecify.annotations.NullMarked;
