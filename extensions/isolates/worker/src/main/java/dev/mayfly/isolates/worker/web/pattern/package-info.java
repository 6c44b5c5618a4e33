/** Reads the patterns of the URL Pattern Standard and makes regular expressions of them. Stateless, shared by all isolates. */
@NullMarked
package dev.mayfly.isolates.worker.web.pattern;

import org.jspecify.annotations.NullMarked;
