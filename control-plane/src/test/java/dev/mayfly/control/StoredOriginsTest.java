package dev.mayfly.control;

import dev.mayfly.bindings.origins.Origins;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.OriginsContract;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class StoredOriginsTest extends OriginsContract {
    @Inject
    Origins bean;

    @Inject
    Suites suites;

    @Override
    protected Face<Origins> face() {
        return Face.bean(bean, account());
    }

    @Override
    protected void emptyAccount() {
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
