package dev.mayfly.search;

import dev.mayfly.bindings.search.Search;
import dev.mayfly.bindings.testing.As;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.SearchContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;

@QuarkusTest
class RemoteSearchTest extends SearchContract {
    @TestHTTPResource
    URI server;

    @Override
    protected String account() {
        return "over-http";
    }

    @Override
    protected Face<Search> face() {
        return face(server, account());
    }

    static Face<Search> face(URI server, String account) {
        return Face.http(
                Search.class,
                server,
                Map.of(
                        As.OWNER, TestAuthenticator.token(account),
                        As.READER, TestAuthenticator.reader(account),
                        As.STRANGER, TestAuthenticator.token("not-" + account),
                        As.OPERATOR, TestAuthenticator.token("everybody"),
                        As.PLATFORM, Backends.PLATFORM));
    }
}
