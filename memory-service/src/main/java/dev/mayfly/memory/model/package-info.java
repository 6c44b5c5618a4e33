/** What a language model adds, where one is set: memories that rules do not see, and answers. All that it says is held against its sources. */
@NullMarked
package dev.mayfly.memory.model;

import org.jspecify.annotations.NullMarked;
