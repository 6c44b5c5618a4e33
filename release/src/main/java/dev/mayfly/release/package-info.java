/** What the archive needs beside what the other modules built. */
@NullMarked
package dev.mayfly.release;

import org.jspecify.annotations.NullMarked;
