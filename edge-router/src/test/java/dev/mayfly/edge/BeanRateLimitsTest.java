package dev.mayfly.edge;

import dev.mayfly.bindings.rates.RateLimits;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.RateLimitsContract;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;

@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class BeanRateLimitsTest extends RateLimitsContract {
    @Inject
    RateLimits limits;

    private final String account = Invoked.freshAccount();

    @Override
    protected String account() {
        return account;
    }

    @Override
    protected Face<RateLimits> face() {
        return Face.bean(limits, account);
    }
}
