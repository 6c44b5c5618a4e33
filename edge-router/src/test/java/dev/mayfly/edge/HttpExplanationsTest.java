package dev.mayfly.edge;

import dev.mayfly.bindings.explanations.Explanations;
import dev.mayfly.bindings.functions.Functions.Egress;
import dev.mayfly.bindings.testing.ExplanationsContract;
import dev.mayfly.bindings.testing.Face;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class HttpExplanationsTest extends ExplanationsContract {
    @Inject
    Edge edge;

    private final String account = Invoked.freshAccount();

    @Override
    protected String account() {
        return account;
    }

    @Override
    protected Face<Explanations> face() {
        return Edge.face(Explanations.class, account);
    }

    @Override
    protected String urlOf(String owner, String function) {
        edge.live(edge.deployment(owner, function, "1", Egress.OPEN));
        return "http://localhost:%d/@%s/%s".formatted(Edge.port(), owner, function);
    }
}
