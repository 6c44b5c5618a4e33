package dev.mayfly.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.identity.Action;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every operation that the served OpenAPI document names, tried with every right: a token can do what it says, and just that. */
@QuarkusTest
class RightsTest {
    private static final String ACCOUNT = "/v1/accounts/{account}";
    private static final String FUNCTION = ACCOUNT + "/functions/{name}";
    private static final String MODULE =
            "{\"name\":\"index.js\",\"kind\":\"esm\",\"content\":\"ZXhwb3J0IGRlZmF1bHQge2ZldGNoKCkge319\"}";

    @TestHTTPResource(value = "/", management = true)
    URI management;

    /** @param needs the word of an action; {@code operator}, {@code platform}: no right at all will do; {@code any}: each will */
    private record Operation(String method, String path, String needs, String body) {
        boolean ofFunction() {
            return path.startsWith(FUNCTION);
        }

        boolean isAllowedTo(String right) {
            if (needs.equals("any")) return true;
            if (!right.contains("@")) return right.equals(needs);
            return ofFunction() && right.equals(needs + "@hello");
        }
    }

    private static Operation op(String method, String path, String needs) {
        return new Operation(method, path, needs, "");
    }

    private static Operation op(String method, String path, String needs, String body) {
        return new Operation(method, path, needs, body);
    }

    private static final List<Operation> OPERATIONS = List.of(
            op("GET", "/v1/accounts", "operator"),
            op("PUT", ACCOUNT, "operator", "{}"),
            op("GET", ACCOUNT, "account:read"),
            op("POST", ACCOUNT + "/tokens", "tokens:write", "{\"name\":\"more\",\"rights\":[\"tokens:write\"]}"),
            op("GET", ACCOUNT + "/tokens", "tokens:read"),
            op("GET", ACCOUNT + "/tokens/{id}", "tokens:read"),
            op("DELETE", ACCOUNT + "/tokens/{id}", "tokens:write"),
            op("GET", "/v1/tokens/self", "any"),
            op("GET", ACCOUNT + "/functions", "functions:read"),
            op("GET", FUNCTION, "functions:read"),
            op("PUT", FUNCTION, "functions:deploy", "form"),
            op("GET", FUNCTION + "/versions", "functions:read"),
            op(
                    "POST",
                    FUNCTION + "/versions",
                    "functions:deploy",
                    "{\"metadata\":{\"mainModule\":\"index.js\"},\"modules\":[" + MODULE + "]}"),
            op("POST", FUNCTION + "/versions/{version}/activate", "functions:deploy"),
            op(
                    "POST",
                    FUNCTION + "/uploads",
                    "functions:deploy",
                    "{\"metadata\":{\"mainModule\":\"index.js\"},\"modules\":[" + MODULE + "]}"),
            op("GET", FUNCTION + "/versions/{version}", "functions:read"),
            op("GET", FUNCTION + "/activations", "functions:read"),
            op("POST", FUNCTION + "/rollouts", "functions:deploy", "{\"version\":\"none\",\"percentage\":10}"),
            op("GET", FUNCTION + "/rollouts", "functions:read"),
            op("GET", FUNCTION + "/deployment", "functions:read"),
            op("POST", FUNCTION + "/rollback", "functions:deploy"),
            op("GET", FUNCTION + "/secrets", "functions:read"),
            op("PATCH", FUNCTION + "/secrets", "secrets:write", "{\"A\":{\"value\":\"v\"}}"),
            op("PUT", FUNCTION + "/secrets/{secret}", "secrets:write", "{\"value\":\"v\"}"),
            op("DELETE", FUNCTION + "/secrets/{secret}", "secrets:write"),
            op("GET", FUNCTION + "/routes", "functions:read"),
            op("PUT", FUNCTION + "/routes", "routes:write", "[]"),
            op("DELETE", FUNCTION, "functions:write"),
            op("GET", ACCOUNT + "/usage", "usage:read"),
            op("GET", ACCOUNT + "/caps", "usage:read"),
            op("PUT", ACCOUNT + "/caps", "operator", "{}"),
            op("POST", ACCOUNT + "/claims", "*", "{\"token\":\"mfct_\"}"),
            op("POST", "/v1/temporary/challenge", "any"),
            op("POST", "/v1/temporary", "any", "{\"challenge\":\"\",\"checkpoints\":\"\"}"),
            op("GET", "/v1/platform/deployments", "platform"),
            op("GET", "/v1/platform/deployments/bundles/{bundle}", "platform"),
            op("POST", "/v1/platform/rollouts", "platform", "{\"router\":\"r\",\"counts\":[]}"),
            op(
                    "POST",
                    "/v1/platform/usage",
                    "platform",
                    "{\"router\":\"r\",\"sequence\":1,\"counted\":[],\"accounts\":[]}"),
            op("POST", "/v1/platform/caller", "platform", "{\"token\":\"mfat_\"}"),
            op(
                    "POST",
                    "/v1/platform/leaks",
                    "platform",
                    "{\"hash\":\"" + "0".repeat(64) + "\",\"where\":\"here\",\"at\":\"2026-01-02T03:04:05Z\"}"));

    @Test
    void tableHasEveryOperationOfTheDocument() {
        Map<String, Map<String, Object>> paths = RestAssured.given()
                .get(management.resolve("openapi?format=json"))
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
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
        String account = Door.account();
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String right : rights()) tokens.put(right, Door.token(account, right));
        List<String> wrong = new ArrayList<>();
        for (Operation operation : OPERATIONS) {
            Door.hello().put(account, "hello");
            tokens.forEach((right, token) -> {
                int status = status(operation, account, token);
                boolean allowed = status != 401 && status != 403;
                if (allowed != operation.isAllowedTo(right))
                    wrong.add("%s %s with %s: %d".formatted(operation.method, operation.path, right, status));
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void noRightReachesAnotherAccount() {
        String account = Door.account();
        String token = Door.token(Door.account(), "*");
        for (Operation operation : OPERATIONS)
            if (operation.path.startsWith(ACCOUNT))
                assertThat(status(operation, account, token)).as(operation.path).isEqualTo(403);
    }

    @Test
    void everythingInAnAccountIsAllButTheOperatorsBusiness() {
        String account = Door.account();
        String token = Door.token(account, "*");
        for (Operation operation : OPERATIONS) {
            boolean others = operation.needs.equals("operator") || operation.needs.equals("platform");
            assertThat(status(operation, account, token) == 403)
                    .as(operation.method + " " + operation.path)
                    .isEqualTo(others);
        }
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

    private static int status(Operation operation, String account, String token) {
        String path = operation
                .path
                .replace("{account}", account)
                .replace("{name}", "hello")
                .replace("{secret}", "KEY")
                .replaceAll("\\{\\w+}", "nothing");
        if (operation.body.equals("form"))
            return Door.hello().as(token).put(account, "hello").extract().statusCode();
        var request = Door.as(token);
        if (!operation.body.isEmpty())
            request = request.contentType(ContentType.JSON).body(operation.body);
        return request.request(operation.method, path).statusCode();
    }
}
