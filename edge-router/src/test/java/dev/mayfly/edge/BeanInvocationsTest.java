package dev.mayfly.edge;

import dev.mayfly.bindings.invocations.Invocations;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.InvocationsContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;

@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class BeanInvocationsTest extends InvocationsContract {
    @Inject
    Edge edge;

    @Inject
    Invocations invocations;

    private final String account = Invoked.freshAccount();

    @Override
    protected String account() {
        return account;
    }

    @Override
    protected Face<Invocations> face() {
        return Face.bean(invocations, account);
    }

    @Override
    protected List<String> invoked(String... wanted) {
        return Invoked.in(edge, account, wanted);
    }
}
