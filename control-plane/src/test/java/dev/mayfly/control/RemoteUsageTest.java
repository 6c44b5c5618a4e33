package dev.mayfly.control;

import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.UsageContract;
import dev.mayfly.bindings.usage.Usage;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteUsageTest extends UsageContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<Usage> face() {
        return Face.http(Usage.class, server, suites.tokens(account()));
    }

    @Override
    protected void emptyAccount() {
        suites.tokens(account());
        suites.emptyAccount(account());
    }
}
