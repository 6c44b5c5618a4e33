package dev.mayfly.bench.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Takes away from a program whatever it does not need to fail, within a bounded number of runs. */
final class Shrinker {
    private final Predicate<Program> fails;
    private int runsLeft;

    /** @param fails whether a program still fails in the way that is looked for */
    Shrinker(Predicate<Program> fails, int runsMax) {
        this.fails = fails;
        this.runsLeft = runsMax;
    }

    Program shrink(Program program) {
        Program best = program;
        for (int before = Integer.MAX_VALUE; Statement.count(best.statements()) < before && runsLeft > 0; ) {
            before = Statement.count(best.statements());
            Program current = best;
            best = current.with(smaller(current.statements(), list -> current.with(list)));
        }
        return best;
    }

    private interface Whole {
        Program with(List<Statement> list);
    }

    /** One pass over a list somewhere in a program: chunks go, statements give way to their bodies, bodies get smaller. */
    private List<Statement> smaller(List<Statement> list, Whole whole) {
        List<Statement> best = withoutChunks(list, whole);
        for (int i = 0; i < best.size(); i++) {
            best = hoisted(best, i, whole);
            if (i < best.size()) best = withSmallerBodies(best, i, whole);
        }
        return best;
    }

    private List<Statement> withoutChunks(List<Statement> list, Whole whole) {
        List<Statement> best = list;
        for (int chunk = list.size(); chunk >= 1; chunk /= 2) {
            int at = 0;
            while (at < best.size()) {
                int end = Math.min(best.size(), at + chunk);
                List<Statement> candidate = replaced(best, at, end, List.of());
                if (stillFails(whole.with(candidate))) best = candidate;
                else at += chunk;
            }
        }
        return best;
    }

    private List<Statement> hoisted(List<Statement> list, int at, Whole whole) {
        for (List<Statement> body : list.get(at).bodies()) {
            List<Statement> candidate = replaced(list, at, at + 1, body);
            if (stillFails(whole.with(candidate))) return candidate;
        }
        return list;
    }

    private List<Statement> withSmallerBodies(List<Statement> list, int at, Whole whole) {
        Statement statement = list.get(at);
        for (int i = 0; i < statement.bodies().size(); i++) {
            Statement outer = statement;
            int place = i;
            UnaryOperator<List<Statement>> around =
                    body -> replaced(list, at, at + 1, List.of(outer.with(place, body)));
            statement = outer.with(place, smaller(outer.bodies().get(place), body -> whole.with(around.apply(body))));
        }
        return replaced(list, at, at + 1, List.of(statement));
    }

    private static List<Statement> replaced(List<Statement> list, int from, int to, List<Statement> by) {
        List<Statement> changed = new ArrayList<>(list.subList(0, from));
        changed.addAll(by);
        changed.addAll(list.subList(to, list.size()));
        return changed;
    }

    private boolean stillFails(Program candidate) {
        return runsLeft-- > 0 && fails.test(candidate);
    }
}
