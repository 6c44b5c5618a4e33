/** Where functions run, when there are several regions. */
@NullMarked
package dev.mayfly.bindings.placement;

import org.jspecify.annotations.NullMarked;
