package dev.mayfly.control;

import dev.mayfly.bindings.origins.Origins;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.OriginsContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteOriginsTest extends OriginsContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<Origins> face() {
        return Face.http(Origins.class, server, suites.tokens(account()));
    }

    @Override
    protected void emptyAccount() {
        suites.tokens(account());
        suites.emptyAccount(account());
    }

    @Override
    protected void routeToFunction(String pattern) {
        suites.route(account(), "routed", pattern);
    }

    @Override
    protected void routeOfStranger(String pattern) {
        suites.route("contract-suite-stranger", "routed", pattern);
    }
}
