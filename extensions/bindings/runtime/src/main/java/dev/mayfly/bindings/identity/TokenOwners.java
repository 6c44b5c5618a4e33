package dev.mayfly.bindings.identity;

import dev.mayfly.bindings.Contract;
import dev.mayfly.bindings.identity.Caller.Scope;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets services ask the control plane whose a token is. The extension answers it wherever there is an {@link Authenticator}. */
@Contract(owner = "control-plane")
@PlatformOnly
@Path("/v1/platform/caller")
public interface TokenOwners {
    /** Fails with {@link dev.mayfly.bindings.problem.Problem.NotFound} when the token is nobody's. */
    @POST
    Uni<TokenOwner> ownerOf(Presented presented);

    /** Travels in the body, since paths and queries are logged. */
    record Presented(String token) {
        @Override
        public String toString() {
            return "Presented[…]";
        }
    }

    /**
     * @param accounts what it reaches as a whole; empty: everything
     * @param id of the token, where it is one that an account was given
     * @param account in which it has {@code rights} and no more; {@code accounts} names none then
     */
    record TokenOwner(
            String name,
            Optional<List<String>> accounts,
            Optional<String> id,
            Optional<String> account,
            Optional<List<Right>> rights) {
        static TokenOwner of(Caller.TokenHolder holder) {
            return switch (holder.scope()) {
                case Scope.Everything() ->
                    new TokenOwner(holder.name(), Optional.empty(), holder.id(), Optional.empty(), Optional.empty());
                case Scope.Accounts(Set<String> accounts) ->
                    new TokenOwner(
                            holder.name(),
                            Optional.of(List.copyOf(accounts)),
                            holder.id(),
                            Optional.empty(),
                            Optional.empty());
                case Scope.Rights(String account, Set<Right> rights) ->
                    new TokenOwner(
                            holder.name(),
                            Optional.of(List.of()),
                            holder.id(),
                            Optional.of(account),
                            Optional.of(List.copyOf(rights)));
            };
        }

        public Caller.TokenHolder holder() {
            return new Caller.TokenHolder(id, name, scope());
        }

        private Scope scope() {
            if (account.isPresent()) return new Scope.Rights(account.get(), Set.copyOf(rights.orElse(List.of())));
            return accounts.<Scope>map(named -> new Scope.Accounts(Set.copyOf(named)))
                    .orElseGet(Scope.Everything::new);
        }
    }
}
