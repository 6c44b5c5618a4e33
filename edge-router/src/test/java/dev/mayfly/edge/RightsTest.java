package dev.mayfly.edge;

import dev.mayfly.bindings.testing.RightsSuite;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.net.URI;
import java.util.List;
import java.util.Set;

@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class RightsTest extends RightsSuite {
    private static final String INVOCATIONS = ACCOUNT + "/invocations";

    @TestHTTPResource(value = "/", management = true)
    URI management;

    @Override
    protected List<Operation> operations() {
        return List.of(
                op(INVOCATIONS, "invocations:read"),
                op(INVOCATIONS + "?function=hello", "invocations:read", "invocations:read@hello"),
                op(INVOCATIONS + "/{id}", "invocations:read"),
                op(ACCOUNT + "/flag-contexts/{app}", "flags:write"),
                op(ACCOUNT + "/edge/explain?url=http://a.example/", "functions:read"),
                new Operation(
                        "POST",
                        ACCOUNT + "/flag-values?key=k",
                        "flags:read"::equals,
                        "{\"app\":\"shop\",\"known\":{}}"),
                new Operation(
                        "POST",
                        ACCOUNT + "/rate-limits?key=k",
                        "functions:deploy"::equals,
                        "{\"namespace\":\"1\",\"rate\":{\"limit\":9,\"period\":10}}"));
    }

    private static Operation op(String path, String... rights) {
        return new Operation("GET", path, Set.of(rights)::contains, "");
    }

    /** What tests play of the control plane stands in the document, too. */
    @Override
    protected boolean isOwn(String operation) {
        return !operation.contains(" /v1/platform/");
    }

    @Override
    protected URI management() {
        return management;
    }

    @Override
    protected String tokenWith(String right) {
        return TestAuthenticator.with(right, "demo");
    }

    @Override
    protected String strangersToken() {
        return TestAuthenticator.token("other");
    }

    @Override
    protected int status(Operation operation, String token) {
        var request = RestAssured.given().header("Authorization", "Bearer " + token);
        if (!operation.body().isEmpty())
            request = request.contentType(ContentType.JSON).body(operation.body());
        return request.request(
                        operation.method(),
                        operation
                                .path()
                                .replace("{account}", "demo")
                                .replace("{id}", "0123456789abcdef")
                                .replace("{app}", "shop"))
                .statusCode();
    }
}
