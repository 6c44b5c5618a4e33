/** Tests of the search service, all in one start of it. */
package dev.mayfly.search;
