/** Deploying by multipart/form-data. */
@NullMarked
package dev.mayfly.control.upload;

import org.jspecify.annotations.NullMarked;
