@NullMarked
package dev.mayfly.memory.model;

import org.jspecify.annotations.NullMarked;
