/** Targeting: JsonLogic, with the operators that flagd adds, as a tree of small nodes. */
@NullMarked
package dev.mayfly.flags.rule;

import org.jspecify.annotations.NullMarked;
