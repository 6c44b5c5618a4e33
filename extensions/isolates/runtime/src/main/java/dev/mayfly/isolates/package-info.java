/** The disposable JavaScript runtime as services embed it: a host that runs invocations in supervised worker processes. */
@NullMarked
package dev.mayfly.isolates;

import org.jspecify.annotations.NullMarked;
