/**
 * The Web Crypto API: what its standard says of keys and operations, with the JDK's own algorithms. Guests hold keys and never see what is
 * in them; what an operation may take, and how it hears a cancel, is decided here.
 */
@NullMarked
package dev.mayfly.isolates.worker.crypto;

import org.jspecify.annotations.NullMarked;
