/** PostgreSQL and Redis as children of this process: they end with it, however it ends. */
@NullMarked
package dev.mayfly.standalone.embedded;

import org.jspecify.annotations.NullMarked;
