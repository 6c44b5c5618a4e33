package dev.mayfly.control;

import dev.mayfly.bindings.rollouts.Rollouts;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.RolloutsContract;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class StoredRolloutsTest extends RolloutsContract {
    @Inject
    Rollouts bean;

    @Inject
    Suites suites;

    @Override
    protected Face<Rollouts> face() {
        return Face.bean(bean, account());
    }

    @Override
    protected String deployed(String name) {
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
