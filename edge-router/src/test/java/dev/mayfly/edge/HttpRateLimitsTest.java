package dev.mayfly.edge;

import dev.mayfly.bindings.rates.RateLimits;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.RateLimitsContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

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
        return Edge.face(RateLimits.class, account);
    }
}
