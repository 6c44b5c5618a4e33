/** What comes in: read, checked, and led to a function or to the platform. */
@NullMarked
package dev.mayfly.edge.ingress;

import org.jspecify.annotations.NullMarked;
