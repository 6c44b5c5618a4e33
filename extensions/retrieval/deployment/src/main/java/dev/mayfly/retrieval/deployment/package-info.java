/** Build steps of retrieval. */
@NullMarked
package dev.mayfly.retrieval.deployment;

import org.jspecify.annotations.NullMarked;
