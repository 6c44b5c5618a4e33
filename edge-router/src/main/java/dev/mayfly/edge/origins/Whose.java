package dev.mayfly.edge.origins;

import java.util.Optional;

/**
 * Who named an origin.
 *
 * @param account empty: the router's settings did
 * @param name that it has there
 */
record Whose(Optional<String> account, String name) {
    /** Of all accounts' origins: labels are bounded. */
    private static final String OF_ACCOUNTS = "account-origins";

    static Whose ofSettings(String name) {
        return new Whose(Optional.empty(), name);
    }

    static Whose ofAccount(String account, String name) {
        return new Whose(Optional.of(account), name);
    }

    /** No other has it. */
    String fullName() {
        return account.map(of -> of + "/" + name).orElse(name);
    }

    /** As metrics call it. */
    String label() {
        return account.isPresent() ? OF_ACCOUNTS : name;
    }
}
