/** What can go wrong, with one stable code each, and its one wire form (RFC 9457). */
@NullMarked
package dev.mayfly.bindings.problem;

import org.jspecify.annotations.NullMarked;
