/** Build steps of the isolates extension. */
@NullMarked
package dev.mayfly.isolates.deployment;

import org.jspecify.annotations.NullMarked;
