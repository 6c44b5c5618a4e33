/** Build steps: contracts become resources or remote clients, all of them guarded; bindings become descriptors. */
@NullMarked
package dev.mayfly.bindings.deployment;

import org.jspecify.annotations.NullMarked;
