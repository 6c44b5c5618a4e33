package dev.mayfly.bindings.identity;

import java.util.Set;

/** Who calls a contract. */
public sealed interface Caller {
    /** Whether this caller may touch that account at all. */
    boolean mayReach(String account);

    /** For logs and records: never a secret. */
    String name();

    /** Whoever holds a token. */
    record TokenHolder(String name, Scope scope) implements Caller {
        @Override
        public boolean mayReach(String account) {
            return switch (scope) {
                case Scope.Everything() -> true;
                case Scope.Accounts(Set<String> accounts) -> accounts.contains(account);
            };
        }
    }

    /** A function, through a binding on its env. */
    record FunctionCaller(String account, String function, String invocation) implements Caller {
        @Override
        public boolean mayReach(String other) {
            return account.equals(other);
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
    }

    /** What a token reaches. */
    sealed interface Scope {
        record Everything() implements Scope {}

        record Accounts(Set<String> accounts) implements Scope {
            public Accounts {
                accounts = Set.copyOf(accounts);
            }
        }
    }
}
