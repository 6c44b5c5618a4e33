/** {@code mayfly doctor}: what this machine offers Mayfly, what is missing, and how to get it. */
@NullMarked
package dev.mayfly.standalone.doctor;

import org.jspecify.annotations.NullMarked;
