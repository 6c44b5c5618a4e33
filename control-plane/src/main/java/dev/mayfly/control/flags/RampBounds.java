package dev.mayfly.control.flags;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mayfly.bindings.flags.Flags.Ramp;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Caller.Scope;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.RampBound;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far whoever calls may change the shares of flags. */
final class RampBounds {
    private static final Right ALL = new Right(Action.FLAGS_RAMP, Optional.empty());

    private RampBounds() {}

    /** One for each right that has any; without one it is as far as there is. */
    static List<RampBound> of(String account) {
        Optional<Caller> caller = Callers.current();
        if (caller.filter(known -> known.has(ALL, account)).isPresent()) return List.of(RampBound.ANY);
        return caller.stream()
                .flatMap(known ->
                        known instanceof Caller.TokenHolder holder ? Stream.of(holder.scope()) : Stream.empty())
                .flatMap(scope -> scope instanceof Scope.Rights own ? own.rights().stream() : Stream.empty())
                .flatMap(right -> right.ramp().stream())
                .toList();
    }

    /** Fails with what the first of them says, unless one of them goes as far. */
    static void check(List<RampBound> bounds, ObjectNode flag, Ramp ramp) {
        Problem.Denied denied = new Problem.Denied("the token may not change shares");
        for (int i = 0; i < bounds.size(); i++) {
            try {
                if (!bounds.get(i).equals(RampBound.ANY)) RampRule.checkBound(flag, ramp, bounds.get(i));
                return;
            } catch (Problem.Denied refused) {
                if (i == 0) denied = refused;
            }
        }
        throw denied;
    }
}
