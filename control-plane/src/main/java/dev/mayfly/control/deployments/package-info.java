/** What routers must know to serve. */
@NullMarked
package dev.mayfly.control.deployments;

import org.jspecify.annotations.NullMarked;
