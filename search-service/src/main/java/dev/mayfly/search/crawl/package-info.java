/** Jobs that read web pages into an index. */
@NullMarked
package dev.mayfly.search.crawl;

import org.jspecify.annotations.NullMarked;
