/** What goes back to the client: a function's answer, or the one wire form of another outcome. */
@NullMarked
package dev.mayfly.edge.response;

import org.jspecify.annotations.NullMarked;
