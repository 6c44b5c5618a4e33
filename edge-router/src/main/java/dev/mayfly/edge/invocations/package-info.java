/** What functions did lately: recorded while it happens, kept, told, exported. */
@NullMarked
package dev.mayfly.edge.invocations;

import org.jspecify.annotations.NullMarked;
