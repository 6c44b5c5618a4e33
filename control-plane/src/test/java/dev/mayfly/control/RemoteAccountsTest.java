package dev.mayfly.control;

import dev.mayfly.bindings.accounts.Accounts;
import dev.mayfly.bindings.testing.AccountsContract;
import dev.mayfly.bindings.testing.Face;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;

@QuarkusTest
class RemoteAccountsTest extends AccountsContract {
    @Inject
    Suites suites;

    @TestHTTPResource
    URI server;

    @Override
    protected Face<Accounts> face() {
        return Face.http(Accounts.class, server, suites.tokens(account()));
    }
}
