package dev.mayfly.control;

import dev.mayfly.bindings.accounts.Claims;
import dev.mayfly.bindings.testing.ClaimsContract;
import dev.mayfly.bindings.testing.Face;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteClaimsTest extends ClaimsContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<Claims> face() {
        return Face.http(Claims.class, server, suites.tokens(account()));
    }

    @Override
    protected String claimWith(String function) {
        suites.emptyAccount(account());
        Newcomer newcomer = Newcomer.arrives();
        Door.hello().as(newcomer.token()).put(newcomer.account(), function).statusCode(200);
        return newcomer.claim();
    }
}
