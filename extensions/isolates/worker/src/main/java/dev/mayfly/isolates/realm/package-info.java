/** What makes a fresh realm cheap: woven into the engine, so that an isolate pays only for the builtins that it looks at. */
@NullMarked
package dev.mayfly.isolates.realm;

import org.jspecify.annotations.NullMarked;
