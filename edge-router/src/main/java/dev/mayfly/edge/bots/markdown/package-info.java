/** Pages as Markdown, for those who rather have that. */
@NullMarked
package dev.mayfly.edge.bots.markdown;

import org.jspecify.annotations.NullMarked;
