package dev.mayfly.bindings.deployment;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OwnedContractTest {
    @RegisterExtension
    static final QuarkusUnitTest APP = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Notes.class, StoredNotes.class, FixedTokens.class))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("mayfly.bindings.platform-token", FixedTokens.PLATFORM_TOKEN);

    @Test
    void theImplementationIsTheResource() {
        given().auth()
                .oauth2("demo-token")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(200)
                .body("caller", is("demo's"));
    }

    @Test
    void foreignAccountIsDenied() {
        given().auth()
                .oauth2("other-token")
                .get("/v1/accounts/demo/notes/one")
                .then()
                .statusCode(403)
                .body("code", is("denied"));
    }
}
