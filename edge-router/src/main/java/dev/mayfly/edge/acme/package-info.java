/** A certificate that the router asks an authority for by itself (RFC 8555). */
@NullMarked
package dev.mayfly.edge.acme;

import org.jspecify.annotations.NullMarked;
