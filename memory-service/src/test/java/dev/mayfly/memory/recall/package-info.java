@NullMarked
package dev.mayfly.memory.recall;

import org.jspecify.annotations.NullMarked;
