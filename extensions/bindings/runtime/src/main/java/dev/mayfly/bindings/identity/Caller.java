package dev.mayfly.bindings.identity;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Who calls a contract. */
public sealed interface Caller {
    /** Whether this caller may touch that account at all. */
    boolean mayReach(String account);

    /** Whether this caller has that right in that account. */
    boolean has(Right right, String account);

    /** For logs and records: never a secret. */
    String name();

    /**
     * Whoever holds a token.
     *
     * @param id of the token, where it is one that an account was given
     */
    record TokenHolder(Optional<String> id, String name, Scope scope) implements Caller {
        public TokenHolder(String name, Scope scope) {
            this(Optional.empty(), name, scope);
        }

        @Override
        public boolean mayReach(String account) {
            return switch (scope) {
                case Scope.Everything() -> true;
                case Scope.Accounts(Set<String> accounts) -> accounts.contains(account);
                case Scope.Rights(String own, Set<Right> rights) -> own.equals(account);
            };
        }

        @Override
        public boolean has(Right right, String account) {
            return switch (scope) {
                case Scope.Everything() -> true;
                case Scope.Accounts(Set<String> accounts) -> accounts.contains(account);
                case Scope.Rights(String own, Set<Right> rights) ->
                    own.equals(account) && rights.stream().anyMatch(had -> had.covers(right));
            };
        }
    }

    /** A function, through a binding on its env. */
    record FunctionCaller(String account, String function, String invocation) implements Caller {
        @Override
        public boolean mayReach(String other) {
            return account.equals(other);
        }

        /** Which bindings it has decided its deployment. */
        @Override
        public boolean has(Right right, String other) {
            return mayReach(other);
        }

        @Override
        public String name() {
            return "function " + account + "/" + function;
        }
    }

    /** One of Mayfly's own services. */
    record Platform(String name) implements Caller {
        @Override
        public boolean mayReach(String account) {
            return true;
        }

        @Override
        public boolean has(Right right, String account) {
            return true;
        }
    }

    /** What a token reaches. */
    sealed interface Scope {
        record Everything() implements Scope {}

        /** These accounts with all that they have. */
        record Accounts(Set<String> accounts) implements Scope {
            public Accounts {
                accounts = Set.copyOf(accounts);
            }
        }

        /** Some rights in one account. */
        record Rights(String account, Set<Right> rights) implements Scope {
            /** More would not fit into a header. */
            public static final int MAX = 50;

            public Rights {
                rights = Set.copyOf(rights);
                if (rights.size() > MAX)
                    throw new IllegalArgumentException("a token has at most %d rights".formatted(MAX));
            }
        }

        /** What those rights amount to. */
        static Scope of(String account, Collection<Right> rights) {
            return rights.contains(Right.EVERYTHING)
                    ? new Accounts(Set.of(account))
                    : new Rights(account, Set.copyOf(rights));
        }
    }
}
