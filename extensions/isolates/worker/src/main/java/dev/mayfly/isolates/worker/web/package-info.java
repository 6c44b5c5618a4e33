/** What the JavaScript prelude needs from Java: its sources, URLs, encodings, digests. Stateless, shared by all isolates. */
@NullMarked
package dev.mayfly.isolates.worker.web;

import org.jspecify.annotations.NullMarked;
