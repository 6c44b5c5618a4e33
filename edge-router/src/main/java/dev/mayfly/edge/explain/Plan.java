package dev.mayfly.edge.explain;

import dev.mayfly.bindings.explanations.Explanations.Effect;
import dev.mayfly.bindings.explanations.Explanations.Explanation;
import dev.mayfly.bindings.explanations.Explanations.Step;
import dev.mayfly.edge.route.ServedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An explanation as it grows. */
final class Plan {
    private final String url;
    private final List<Step> steps = new ArrayList<>();
    private Optional<Integer> status = Optional.empty();
    private Optional<String> function = Optional.empty();
    private Optional<String> version = Optional.empty();

    Plan(String url) {
        this.url = url;
    }

    void comesTo(ServedFunction found) {
        function = Optional.of(found.function());
    }

    void meets(ServedFunction found) {
        version = Optional.of(found.version());
    }

    void add(String phase, Foretold foretold) {
        status = foretold.status();
        steps.add(new Step(phase, foretold.effect(), foretold.why()));
    }

    /** Whether the last step was the request's last. */
    boolean ends() {
        return !steps.isEmpty() && steps.getLast().effect() == Effect.answers;
    }

    Explanation told() {
        return new Explanation(url, status, function, version, List.copyOf(steps));
    }
}
