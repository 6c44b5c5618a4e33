/** Scripts as wrangler uploads them, made into versions. */
@NullMarked
package dev.mayfly.control.v4.upload;

import org.jspecify.annotations.NullMarked;
