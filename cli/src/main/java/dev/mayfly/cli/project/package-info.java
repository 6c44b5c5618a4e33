/** A function's folder: its settings, its code, bundled where it must be, and what changes in it. */
@NullMarked
package dev.mayfly.cli.project;

import org.jspecify.annotations.NullMarked;
