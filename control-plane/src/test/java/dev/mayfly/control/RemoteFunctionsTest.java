package dev.mayfly.control;

import dev.mayfly.bindings.functions.Functions;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.FunctionsContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteFunctionsTest extends FunctionsContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<Functions> face() {
        return Face.http(Functions.class, server, suites.tokens(account()));
    }

    @Override
    protected void emptyAccount() {
        suites.emptyAccount(account());
    }
}
