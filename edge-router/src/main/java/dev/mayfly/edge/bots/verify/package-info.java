/** Whether a crawler is who it says: by the names of its address, by published addresses, by a signature. */
@NullMarked
package dev.mayfly.edge.bots.verify;

import org.jspecify.annotations.NullMarked;
