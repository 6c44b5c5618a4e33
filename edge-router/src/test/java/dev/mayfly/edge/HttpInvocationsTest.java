package dev.mayfly.edge;

import dev.mayfly.bindings.invocations.Invocations;
import dev.mayfly.bindings.testing.As;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.InvocationsContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;

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
        return Face.http(
                Invocations.class,
                URI.create("http://localhost:" + Edge.port()),
                Map.of(
                        As.OWNER, TestAuthenticator.token(account),
                        As.READER, TestAuthenticator.reader(account),
                        As.STRANGER, TestAuthenticator.token("not-" + account),
                        As.OPERATOR, TestAuthenticator.token("everybody"),
                        As.PLATFORM, EdgeResources.PLATFORM_TOKEN));
    }

    @Override
    protected List<String> invoked(String... wanted) {
        return Invoked.in(edge, account, wanted);
    }
}
