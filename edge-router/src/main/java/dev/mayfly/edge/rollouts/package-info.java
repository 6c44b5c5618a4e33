/** What became of requests to versions that run side by side, for the control plane to decide by. */
@NullMarked
package dev.mayfly.edge.rollouts;

import org.jspecify.annotations.NullMarked;
