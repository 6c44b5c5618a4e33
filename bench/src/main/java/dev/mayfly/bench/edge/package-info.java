/** The router in front of an HTTP server, beside other proxies. */
@NullMarked
package dev.mayfly.bench.edge;

import org.jspecify.annotations.NullMarked;
