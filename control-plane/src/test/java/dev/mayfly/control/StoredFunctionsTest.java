package dev.mayfly.control;

import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.FunctionsContract;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class StoredFunctionsTest extends FunctionsContract {
    @Inject
    Functions bean;

    @Inject
    Suites suites;

    @Override
    protected Face<Functions> face() {
        return Face.bean(bean, account());
    }

    @Override
    protected void emptyAccount() {
        suites.emptyAccount(account());
    }
}
