/** What a host tells crawlers about itself: robots.txt, llms.txt, and what is well known. */
@NullMarked
package dev.mayfly.edge.bots.site;

import org.jspecify.annotations.NullMarked;
