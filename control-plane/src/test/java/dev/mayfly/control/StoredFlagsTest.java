package dev.mayfly.control;

import dev.mayfly.bindings.flags.Flags;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.FlagsContract;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class StoredFlagsTest extends FlagsContract {
    @Inject
    Flags bean;

    @Inject
    Suites suites;

    @Override
    protected Face<Flags> face() {
        return Face.bean(bean, account());
    }

    @Override
    protected void emptyAccount() {
        suites.emptyAccount(account());
    }
}
