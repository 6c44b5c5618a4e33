package dev.mayfly.control;

import dev.mayfly.bindings.accounts.TokenLeaks;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.TokenLeaksContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteTokenLeaksTest extends TokenLeaksContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<TokenLeaks> face() {
        return Face.http(TokenLeaks.class, server, suites.tokens(account()));
    }
}
