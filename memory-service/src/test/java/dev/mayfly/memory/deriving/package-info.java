@NullMarked
package dev.mayfly.memory.deriving;

import org.jspecify.annotations.NullMarked;
