/** The rollouts that run and ran, what was counted of them, and the rule that ends a bad one. */
@NullMarked
package dev.mayfly.control.rollouts;

import org.jspecify.annotations.NullMarked;
