package dev.mayfly.control;

import dev.mayfly.bindings.accounts.TokenLeaks;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.TokenLeaksContract;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
class StoredTokenLeaksTest extends TokenLeaksContract {
    @Inject
    TokenLeaks bean;

    @Override
    protected Face<TokenLeaks> face() {
        return Face.bean(bean, account());
    }
}
