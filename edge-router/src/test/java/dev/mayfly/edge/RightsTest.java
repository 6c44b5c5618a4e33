package dev.mayfly.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.identity.Action;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every operation that the router's OpenAPI document names, tried with every right: a token can do what it says, and just that. */
@QuarkusTest
@QuarkusTestResource(EdgeResources.class)
class RightsTest {
    private static final String INVOCATIONS = "/v1/accounts/{account}/invocations";

    @TestHTTPResource(value = "/", management = true)
    URI management;

    /** @param rights each of them is enough */
    private record Operation(String method, String path, String query, Set<String> rights) {}

    private static final List<Operation> OPERATIONS = List.of(
            new Operation("GET", INVOCATIONS, "", Set.of("invocations:read")),
            new Operation("GET", INVOCATIONS, "?function=hello", Set.of("invocations:read", "invocations:read@hello")),
            new Operation("GET", INVOCATIONS + "/{id}", "", Set.of("invocations:read")));

    @Test
    void tableHasEveryOperationOfTheDocument() {
        Map<String, Map<String, Object>> paths = RestAssured.given()
                .get(management.resolve("openapi?format=json"))
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        // What tests play of the control plane stands in the document, too.
        paths.keySet().removeIf(path -> path.startsWith("/v1/platform/"));
        Set<String> served = new TreeSet<>();
        paths.forEach((path, item) -> item.keySet().stream()
                .filter(verb -> Set.of("get", "put", "post", "delete", "patch", "head", "options")
                        .contains(verb))
                .forEach(verb -> served.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> known = new TreeSet<>();
        for (Operation operation : OPERATIONS) known.add(operation.method + " " + operation.path);
        assertThat(known)
                .as("operations of this test, and those of the document")
                .isEqualTo(served);
    }

    @Test
    void tokenCanDoWhatItsRightSaysAndJustThat() {
        List<String> wrong = new ArrayList<>();
        for (Operation operation : OPERATIONS)
            for (String right : rights()) {
                int status = status(operation, TestAuthenticator.with(right, "demo"));
                boolean allowed = status != 401 && status != 403;
                if (allowed != operation.rights.contains(right))
                    wrong.add("%s with %s: %d".formatted(operation, right, status));
            }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noRightReachesAnotherAccount() {
        for (Operation operation : OPERATIONS)
            assertThat(status(operation, TestAuthenticator.token("other")))
                    .as(operation.toString())
                    .isEqualTo(403);
    }

    /** Each in the whole account, on the function that is asked about, and on another. */
    private static List<String> rights() {
        List<String> rights = new ArrayList<>();
        for (Action action : Action.values()) {
            if (action == Action.ANYTHING) continue;
            rights.add(action.word());
            if (action.ofOneFunction()) rights.addAll(List.of(action.word() + "@hello", action.word() + "@other"));
        }
        return rights;
    }

    private static int status(Operation operation, String token) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + token)
                .request(
                        operation.method,
                        operation.path.replace("{account}", "demo").replace("{id}", "0123456789abcdef")
                                + operation.query)
                .statusCode();
    }
}
