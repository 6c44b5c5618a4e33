package dev.mayfly.control;

import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.UsageContract;
import dev.mayfly.bindings.usage.Usage;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class StoredUsageTest extends UsageContract {
    @Inject
    Usage bean;

    @Inject
    Suites suites;

    @Override
    protected Face<Usage> face() {
        return Face.bean(bean, account());
    }

    @Override
    protected void emptyAccount() {
        suites.emptyAccount(account());
    }
}
