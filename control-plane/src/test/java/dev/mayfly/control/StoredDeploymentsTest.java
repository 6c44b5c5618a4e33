package dev.mayfly.control;

import dev.mayfly.bindings.deployments.Deployments;
import dev.mayfly.bindings.testing.DeploymentsContract;
import dev.mayfly.bindings.testing.Face;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class StoredDeploymentsTest extends DeploymentsContract {
    @Inject
    Deployments bean;

    @Inject
    Suites suites;

    @Override
    protected Face<Deployments> face() {
        return Face.bean(bean, account());
    }

    @Override
    protected void deployed() {
        suites.deploy(account(), "hello");
    }
}
