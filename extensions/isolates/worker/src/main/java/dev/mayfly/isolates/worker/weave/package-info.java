/** Build time only: rewrites the engine's jars, lays out the worker's folder and trains its start-up cache. Not shipped. */
@NullMarked
package dev.mayfly.isolates.worker.weave;

import org.jspecify.annotations.NullMarked;
