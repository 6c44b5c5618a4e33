/** Flags of apps: checked, kept with their history, and told to routers. */
@NullMarked
package dev.mayfly.control.flags;

import org.jspecify.annotations.NullMarked;
