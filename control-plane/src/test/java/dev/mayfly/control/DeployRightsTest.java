package dev.mayfly.control;

import static org.hamcrest.Matchers.containsString;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Code is not allowed more than whoever deploys it. */
@QuarkusTest
class DeployRightsTest {
    private String account = "";

    @BeforeEach
    void account() {
        account = Door.account();
    }

    @Test
    void routesTakeTheRightToWriteThem() {
        String host = account + ".example.com";
        String metadata = "{\"mainModule\":\"index.js\",\"routes\":[{\"pattern\":\"%s/*\"}]}".formatted(host);
        deploy(metadata, "functions:deploy@hello").statusCode(403).body("detail", containsString("routes:write@hello"));
        deploy(metadata, "functions:deploy@hello", "routes:write@other").statusCode(403);
        deploy(metadata, "functions:deploy@hello", "routes:write@hello").statusCode(200);
    }

    @Test
    void bindingTakesWhatItsOperationsTakeInTheWholeAccount() {
        String metadata = "{\"mainModule\":\"index.js\",\"bindings\":[{\"name\":\"LOG\",\"type\":\"invocations\"}]}";
        deploy(metadata, "functions:deploy@hello").statusCode(403).body("detail", containsString("invocations:read"));
        deploy(metadata, "functions:deploy@hello", "invocations:read@hello").statusCode(403);
        deploy(metadata, "functions:deploy@hello", "invocations:read").statusCode(200);
        deploy(metadata, "*").statusCode(200);
    }

    @Test
    void codeAloneTakesTheRightToDeployAlone() {
        deploy("{\"mainModule\":\"index.js\"}", "functions:deploy@hello").statusCode(200);
    }

    private ValidatableResponse deploy(String metadata, String... rights) {
        return Door.form(metadata)
                .module("index.js", Door.HELLO)
                .as(Door.token(account, rights))
                .put(account, "hello");
    }
}
