/** What there is to serve, as the control plane last told. */
@NullMarked
package dev.mayfly.edge.snapshot;

import org.jspecify.annotations.NullMarked;
