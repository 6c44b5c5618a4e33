/** How this router tells the control plane what it saw. */
@NullMarked
package dev.mayfly.edge.reports;

import org.jspecify.annotations.NullMarked;
