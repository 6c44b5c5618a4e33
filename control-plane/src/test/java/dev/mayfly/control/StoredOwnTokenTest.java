package dev.mayfly.control;

import dev.mayfly.bindings.accounts.OwnToken;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.OwnTokenContract;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class StoredOwnTokenTest extends OwnTokenContract {
    @Inject
    OwnToken bean;

    @Override
    protected Face<OwnToken> face() {
        return Face.bean(bean, account());
    }
}
