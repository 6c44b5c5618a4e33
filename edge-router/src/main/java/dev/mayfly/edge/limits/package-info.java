/** How often something may happen: token buckets for accounts, functions, routes and clients, shared by all routers. */
@NullMarked
package dev.mayfly.edge.limits;

import org.jspecify.annotations.NullMarked;
