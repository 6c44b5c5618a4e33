package dev.mayfly.control.functions;

import dev.mayfly.bindings.env.BindingRegistry;
import dev.mayfly.bindings.functions.Functions.BindingRef;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.guard.Admission;
import dev.mayfly.bindings.identity.Action;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.identity.Right;
import dev.mayfly.bindings.problem.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** What a deployment takes beyond the right to deploy: else code could do for its author what the author may not. */
@ApplicationScoped
class DeployRights {
    private final BindingRegistry bindings;

    DeployRights(BindingRegistry bindings) {
        this.bindings = bindings;
    }

    /** Fails with {@link Problem.Denied}. Asked where the call arrives. */
    void check(String account, String function, Metadata metadata) {
        Caller caller = Callers.current().orElseThrow(() -> new Problem.Broken("nobody deploys"));
        if (metadata.routes().isPresent())
            Admission.require(caller, new Right(Action.ROUTES_WRITE, Optional.of(function)), account);
        for (BindingRef binding : metadata.bindings().orElse(List.of()))
            for (Right right : bindings.rights(binding.type())) Admission.require(caller, right, account);
    }
}
