package dev.mayfly.control;

import dev.mayfly.bindings.rollouts.Rollouts;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.RolloutsContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteRolloutsTest extends RolloutsContract {
    @TestHTTPResource
    URI server;

    @Inject
    Suites suites;

    @Override
    protected Face<Rollouts> face() {
        return Face.http(Rollouts.class, server, suites.tokens(account()));
    }

    @Override
    protected String deployed(String name) {
        suites.tokens(account());
        suites.emptyAccount(account());
        return suites.deploy(account(), name);
    }

    @Override
    protected String uploaded(String name) {
        return suites.upload(account(), name);
    }

    @Override
    protected void activated(String name, String version) {
        suites.activate(account(), name, version);
    }
}
