package dev.mayfly.edge;

import static dev.mayfly.edge.ScriptedHost.answer;
import static dev.mayfly.edge.ScriptedHost.end;
import static io.restassured.RestAssured.given;

import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.identity.Caller;
import dev.mayfly.bindings.identity.Callers;
import dev.mayfly.bindings.invocations.Invocations;
import dev.mayfly.isolates.Outcome;
import io.quarkus.arc.Arc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes invocations for the suites: real requests to functions that a script plays. */
final class Invoked {
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final Outcome FAILED = new Outcome.Failed(
            "threw", new Outcome.GuestError("Error", "no", "", Optional.empty(), Optional.empty(), Optional.empty()));

    private Invoked() {}

    static String freshAccount() {
        return "suite-" + ACCOUNTS.incrementAndGet();
    }

    static List<String> in(Edge edge, String account, String... wanted) {
        one(edge, "not-" + account, "hello answered");
        List<String> ids = new ArrayList<>();
        for (String what : wanted) ids.add(one(edge, account, what));
        Edge.await(() -> remembered(account) == wanted.length);
        return ids;
    }

    private static String one(Edge edge, String account, String what) {
        String function = what.substring(0, what.indexOf(' '));
        boolean fails = what.endsWith("failed");
        edge.host.script(function, (request, client) -> fails ? end(client, FAILED) : answer(client, 200, "yes"));
        edge.live(edge.deployment(account, function, "1", Egress.OPEN));
        return given().header("Host", function + "." + account + ".localhost")
                .get("/")
                .header("mayfly-invocation");
    }

    private static int remembered(String account) {
        Invocations invocations = Arc.container().instance(Invocations.class).get();
        return Callers.as(
                        new Caller.Platform("test"),
                        () -> invocations.list(
                                account, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()))
                .await()
                .atMost(Edge.PATIENCE)
                .size();
    }
}
