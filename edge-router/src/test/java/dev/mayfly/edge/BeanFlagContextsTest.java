package dev.mayfly.edge;

import dev.mayfly.bindings.flags.FlagContexts;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.FlagContextsContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class BeanFlagContextsTest extends FlagContextsContract {
    @Inject
    FlagContexts contexts;

    private final String account = Invoked.freshAccount();

    @Override
    protected String account() {
        return account;
    }

    @Override
    protected Face<FlagContexts> face() {
        return Face.bean(contexts, account);
    }

    @Override
    protected void ask(String app, String targetingKey) {
        Edge.askFlag(account, app, targetingKey);
    }
}
