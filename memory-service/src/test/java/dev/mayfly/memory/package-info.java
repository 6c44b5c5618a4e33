/** Tests of the memory service, all in one start of it. */
package dev.mayfly.memory;
