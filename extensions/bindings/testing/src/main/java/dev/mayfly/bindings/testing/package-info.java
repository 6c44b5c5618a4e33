/** Contract suites: what an owner must keep to, run by it on its bean and over HTTP. */
@NullMarked
package dev.mayfly.bindings.testing;

import org.jspecify.annotations.NullMarked;
