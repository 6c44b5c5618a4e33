package dev.mayfly.control;

import dev.mayfly.bindings.accounts.OwnToken;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.OwnTokenContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteOwnTokenTest extends OwnTokenContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<OwnToken> face() {
        return Face.http(OwnToken.class, server, suites.tokens(account()));
    }
}
