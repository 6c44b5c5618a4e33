/** The {@code mayfly} command: what authors and operators type. It speaks to a running Mayfly over its REST API alone. */
@NullMarked
package dev.mayfly.cli;

import org.jspecify.annotations.NullMarked;
