/** HTML as HTMLRewriter changes it: a tokenizer over bytes that flow by, selectors, and what of a document is open. */
@NullMarked
package dev.mayfly.isolates.worker.html;

import org.jspecify.annotations.NullMarked;
