/** The one address that a page says is its own. */
@NullMarked
package dev.mayfly.edge.bots.canonical;

import org.jspecify.annotations.NullMarked;
