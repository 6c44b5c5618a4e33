package dev.mayfly.control;

import dev.mayfly.bindings.flags.Flags;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.FlagsContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteFlagsTest extends FlagsContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<Flags> face() {
        return Face.http(Flags.class, server, suites.tokens(account()));
    }

    @Override
    protected void emptyAccount() {
        suites.tokens(account());
        suites.emptyAccount(account());
    }
}
