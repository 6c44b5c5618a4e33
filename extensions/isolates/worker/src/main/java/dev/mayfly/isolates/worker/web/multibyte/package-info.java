/** Decoders of the encoding standard whose characters have several bytes. Stateless, shared by all isolates. */
@NullMarked
package dev.mayfly.isolates.worker.web.multibyte;

import org.jspecify.annotations.NullMarked;
