package dev.mayfly.memory;

import dev.mayfly.bindings.memory.Memory;
import dev.mayfly.bindings.testing.As;
import dev.mayfly.bindings.testing.Face;
import dev.mayfly.bindings.testing.MemoryContract;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.util.Map;

@QuarkusTest
class RemoteMemoryTest extends MemoryContract {
    @TestHTTPResource
    URI server;

    @Override
    protected String account() {
        return "over-http";
    }

    @Override
    protected Face<Memory> face() {
        return Face.http(
                Memory.class,
                server,
                Map.of(
                        As.OWNER, TestAuthenticator.token(account()),
                        As.READER, TestAuthenticator.reader(account()),
                        As.STRANGER, TestAuthenticator.token("not-" + account()),
                        As.OPERATOR, TestAuthenticator.token("everybody"),
                        As.PLATFORM, Backends.PLATFORM));
    }
}
