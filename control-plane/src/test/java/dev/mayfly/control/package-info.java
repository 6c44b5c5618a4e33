/** Tests of the control plane, all in one start of it. */
package dev.mayfly.control;
