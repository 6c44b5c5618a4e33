/** What a fresh isolate costs, beside workerd on the same machine in alternating rounds. */
@NullMarked
package dev.mayfly.bench.isolates;

import org.jspecify.annotations.NullMarked;
