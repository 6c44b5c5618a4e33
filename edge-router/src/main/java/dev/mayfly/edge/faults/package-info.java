/** What is known of those that requests are sent to: whom to ask, whom to leave alone for a while, and how often to ask again. */
@NullMarked
package dev.mayfly.edge.faults;

import org.jspecify.annotations.NullMarked;
