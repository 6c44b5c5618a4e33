/** The other regions: who they are, how they stand, and how routers know each other. */
@NullMarked
package dev.mayfly.edge.regions;

import org.jspecify.annotations.NullMarked;
