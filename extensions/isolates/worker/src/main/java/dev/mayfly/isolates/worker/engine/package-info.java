/** What of GraalJS an isolate is made of: the shared engine, contexts, modules, values, errors, and the heap measurement. */
@NullMarked
package dev.mayfly.isolates.worker.engine;

import org.jspecify.annotations.NullMarked;
