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
class HttpInvocationsTest extends InvocationsContract {
    @Inject
    Edge edge;

    private final String account = Invoked.freshAccount();

    @Override
    protected String account() {
        return account;
    }

    @Override
    protected Face<Invocations> face() {
        return Edge.face(Invocations.class, account);
    }

    @Override
    protected List<String> invoked(String... wanted) {
        return Invoked.in(edge, account, wanted);
    }
}
