package dev.mayfly.control;

import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.testing.DeploymentsContract;
import dev.mayfly.bindings.testing.Face;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteDeploymentsTest extends DeploymentsContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<Deployments> face() {
        return Face.http(Deployments.class, server, suites.tokens(account()));
    }

    @Override
    protected void deployed() {
        suites.deploy(account(), "hello");
    }
}
