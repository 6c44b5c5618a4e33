/** Secrets, sealed at rest. */
@NullMarked
package dev.mayfly.control.secrets;

import org.jspecify.annotations.NullMarked;
