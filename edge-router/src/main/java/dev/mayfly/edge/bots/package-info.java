/** Crawlers at the front door: who they say they are, whether that is so, and what they are answered. */
@NullMarked
package dev.mayfly.edge.bots;

import org.jspecify.annotations.NullMarked;
