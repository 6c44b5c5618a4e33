/** What the woven engine code calls at run time so that a guest which is to be stopped does stop. */
@NullMarked
package dev.mayfly.isolates.guard;

import org.jspecify.annotations.NullMarked;
