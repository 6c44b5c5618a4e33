package dev.mayfly.control;

import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.accounts.Accounts.AccountSettings;
import dev.mayfly.bindings.functions.Bundle;
import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.functions.Functions.Metadata;
import dev.mayfly.bindings.functions.Functions.NewVersion;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.testing.As;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What the contract suites need around them. */
@ApplicationScoped
class Suites {
    private static final Caller PLATFORM = new Caller.Platform("tests");
    private final Accounts accounts;
    private final Functions functions;
    private Map<As, String> tokens = Map.of();

    Suites(Accounts accounts, Functions functions) {
        this.accounts = accounts;
        this.functions = functions;
    }

    void emptyAccount(String account) {
        await(() -> accounts.put(account, new AccountSettings(Optional.empty())));
        for (Functions.Function function : await(() -> functions.list(account)))
            await(() -> functions.delete(account, function.name()));
    }

    String deploy(String account, String name) {
        await(() -> accounts.put(account, new AccountSettings(Optional.empty())));
        return await(() -> functions.deploy(account, name, hello())).id();
    }

    String upload(String account, String name) {
        return await(() -> functions.upload(account, name, hello())).id();
    }

    /** A function that is made for that leads there. */
    void route(String account, String name, String pattern) {
        deploy(account, name);
        await(() -> functions.putRoutes(account, name, List.of(new Functions.Route(pattern))));
    }

    void activate(String account, String name, String version) {
        await(() -> functions.activate(account, name, version, Optional.empty()));
    }

    private static NewVersion hello() {
        var metadata = new Metadata(
                "index.js",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var module = new Bundle.Module("index.js", Bundle.Kind.esm, Door.HELLO.getBytes(StandardCharsets.UTF_8));
        return new NewVersion(metadata, List.of(module));
    }

    synchronized Map<As, String> tokens(String account) {
        if (tokens.isEmpty()) {
            emptyAccount(account);
            tokens = Map.of(
                    As.OWNER,
                    Door.token(account),
                    As.READER,
                    Door.token(account, "functions:read"),
                    As.STRANGER,
                    Door.token(Door.account()),
                    As.OPERATOR,
                    Backends.BOOTSTRAP,
                    As.PLATFORM,
                    Backends.PLATFORM);
        }
        return tokens;
    }

    private static <T> T await(Supplier<Uni<T>> call) {
        return Callers.as(PLATFORM, call).await().atMost(Duration.ofSeconds(30));
    }
}
