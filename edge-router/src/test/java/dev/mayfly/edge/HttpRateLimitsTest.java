package dev.mayfly.edge;

import dev.mayfly.bindings.rates.RateLimits;
import dev.mayfly.bindings.testing.As;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.RateLimitsContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;

@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class HttpRateLimitsTest extends RateLimitsContract {
    private final String account = Invoked.freshAccount();

    @Override
    protected String account() {
        return account;
    }

    @Override
    protected Face<RateLimits> face() {
        return Face.http(
                RateLimits.class,
                URI.create("http://localhost:" + Edge.port()),
                Map.of(
                        As.OWNER, TestAuthenticator.token(account),
                        As.READER, TestAuthenticator.reader(account),
                        As.STRANGER, TestAuthenticator.token("not-" + account),
                        As.OPERATOR, TestAuthenticator.token("everybody"),
                        As.PLATFORM, EdgeResources.PLATFORM_TOKEN));
    }
}
