/** Functions as their authors see them: versions, settings, secrets, routes. */
@NullMarked
package dev.mayfly.bindings.functions;

import org.jspecify.annotations.NullMarked;
