/** The language that Mayfly's processes share: contracts, their records, who calls, and what can go wrong. */
@NullMarked
package dev.mayfly.bindings;

import org.jspecify.annotations.NullMarked;
