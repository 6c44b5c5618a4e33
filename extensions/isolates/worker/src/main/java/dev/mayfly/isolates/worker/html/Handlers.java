package dev.mayfly.isolates.worker.html;

import dev.mayfly.isolates.guard.Poll;
import dev.mayfly.isolates.worker.html.Selector.Candidate;
import dev.mayfly.isolates.worker.html.Selector.Combinator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * All handlers of one rewriting by their numbers: first those of elements in the order in which they were given, then those of the
 * document. One pass over an element finds all that match.
 */
final class Handlers {
    /** Of one rewriter. */
    static final int MOST = 1_000;

    /** Compounds of all their selectors. */
    static final int COMPOUNDS_MOST = 2_000;

    /**
     * A handler.
     *
     * @param wishes what it asks for: {@code e}lements, {@code c}omments, {@code t}ext, {@code d}octypes, the {@code z} end
     */
    record Handler(String wishes) {
        boolean wants(char what) {
            return wishes.indexOf(what) >= 0;
        }
    }

    private final List<Selector> selectors = new ArrayList<>();
    private final List<Handler> handlers = new ArrayList<>();
    private final boolean countsNames;

    /** @param selectors as many as there are handlers of elements */
    Handlers(List<String> selectors, List<String> wishes) {
        if (wishes.size() > MOST) {
            throw new IllegalArgumentException("An HTMLRewriter has at most %,d handlers".formatted(MOST));
        }
        for (var selector : selectors) this.selectors.add(SelectorText.read(selector));
        for (var wish : wishes) handlers.add(new Handler(wish));
        countsNames = this.selectors.stream().anyMatch(Selector::countsNames);
        long compounds = this.selectors.stream()
                .flatMap(selector -> selector.any().stream())
                .mapToLong(complex -> complex.compounds().size())
                .sum();
        if (compounds > COMPOUNDS_MOST) {
            throw new IllegalArgumentException("The selectors of an HTMLRewriter have at most %,d compounds, not %,d"
                    .formatted(COMPOUNDS_MOST, compounds));
        }
    }

    boolean countsNames() {
        return countsNames;
    }

    /** What became of an element. */
    record Match(int[] handlers, BitSet reached) {}

    Match match(Candidate element, Reached parent) {
        var matched = new ArrayList<Integer>(0);
        var reached = new BitSet();
        int compound = 0;
        for (int handler = 0; handler < selectors.size(); handler++) {
            boolean isMatch = false;
            for (var complex : selectors.get(handler).any()) {
                int last = complex.compounds().size() - 1;
                for (int i = 0; i <= last; i++, compound++) {
                    Poll.poll();
                    boolean possible = i == 0
                            || (complex.combinators().get(i) == Combinator.CHILD
                                    ? parent.byParent(compound - 1)
                                    : parent.byAncestor(compound - 1));
                    if (!possible || !complex.compounds().get(i).matches(element)) continue;
                    reached.set(compound);
                    isMatch |= i == last;
                }
            }
            if (isMatch) matched.add(handler);
        }
        return new Match(matched.stream().mapToInt(Integer::intValue).toArray(), reached);
    }

    /** Of some handlers of elements those that want something. */
    List<Integer> wanting(char what, int[] among) {
        var all = new ArrayList<Integer>(0);
        for (int handler : among) if (handlers.get(handler).wants(what)) all.add(handler);
        return all;
    }

    /** Of the handlers of elements those whose elements are open and that want something, then those of the document that do. */
    List<Integer> wanting(char what, OpenElements open) {
        var all = new ArrayList<Integer>(0);
        for (int handler = 0; handler < handlers.size(); handler++) if (wants(handler, what, open)) all.add(handler);
        return all;
    }

    boolean isWanted(char what, OpenElements open) {
        for (int handler = 0; handler < handlers.size(); handler++) if (wants(handler, what, open)) return true;
        return false;
    }

    private boolean wants(int handler, char what, OpenElements open) {
        return handlers.get(handler).wants(what) && (handler >= selectors.size() || open.isOpen(handler));
    }

    int size() {
        return handlers.size();
    }
}
