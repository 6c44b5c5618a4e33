/** Feature flags: how they are managed, how routers hear of them, and what functions find on env. */
@NullMarked
package dev.mayfly.bindings.flags;

import org.jspecify.annotations.NullMarked;
