/** How commands end. */
@NullMarked
package dev.mayfly.cli.exit;

import org.jspecify.annotations.NullMarked;
