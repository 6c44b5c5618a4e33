/** What runs where: the control plane's word to the routers. */
@NullMarked
package dev.mayfly.bindings.deployments;

import org.jspecify.annotations.NullMarked;
