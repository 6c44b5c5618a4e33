/** HTTP servers that stand behind the routers. */
@NullMarked
package dev.mayfly.bindings.origins;

import org.jspecify.annotations.NullMarked;
