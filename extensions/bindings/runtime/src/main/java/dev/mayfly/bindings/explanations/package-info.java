/** What would become of a request, told before anybody sends it. */
@NullMarked
package dev.mayfly.bindings.explanations;

import org.jspecify.annotations.NullMarked;
