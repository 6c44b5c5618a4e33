/** What functions use, metered, told to the control plane, and held against the caps of accounts. */
@NullMarked
package dev.mayfly.edge.usage;

import org.jspecify.annotations.NullMarked;
