/** Code as it is kept: checked, and found by its hash. */
@NullMarked
package dev.mayfly.control.bundles;

import org.jspecify.annotations.NullMarked;
