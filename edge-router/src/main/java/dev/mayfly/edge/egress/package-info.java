/** What functions fetch: where they may, and how bytes come and go. */
@NullMarked
package dev.mayfly.edge.egress;

import org.jspecify.annotations.NullMarked;
