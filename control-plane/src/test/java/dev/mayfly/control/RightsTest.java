package dev.mayfly.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.testing.RightsSuite;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RightsTest extends RightsSuite {
    private static final String FUNCTION = ACCOUNT + "/functions/{name}";
    private static final String MODULE =
            "{\"name\":\"index.js\",\"kind\":\"esm\",\"content\":\"ZXhwb3J0IGRlZmF1bHQge2ZldGNoKCkge319\"}";

    @TestHTTPResource(value = "/", management = true)
    URI management;

    private String account;

    @BeforeEach
    void newAccount() {
        account = Door.account();
    }

    private static Operation op(String method, String path, String needs) {
        return op(method, path, needs, "");
    }

    /** @param needs the word of an action; {@code operator}, {@code platform}: no right at all will do; {@code any}: each will */
    private static Operation op(String method, String path, String needs, String body) {
        Predicate<String> allows = needs.equals("any")
                ? right -> true
                : right -> right.equals(needs) || (path.startsWith(FUNCTION) && right.equals(needs + "@hello"));
        return new Operation(method, path, allows, body);
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
            op("PUT", FUNCTION + "/address", "functions:deploy", "{\"routesOnly\":true}"),
            op("DELETE", FUNCTION, "functions:write"),
            op("GET", ACCOUNT + "/usage", "usage:read"),
            op("GET", ACCOUNT + "/caps", "usage:read"),
            op("PUT", ACCOUNT + "/caps", "operator", "{}"),
            op("GET", ACCOUNT + "/flags", "flags:read"),
            op("GET", ACCOUNT + "/flags/{app}", "flags:read"),
            op("GET", ACCOUNT + "/flags/{app}/flags/{key}", "flags:read"),
            op("GET", ACCOUNT + "/flags/{app}/flags/{key}/history", "flags:read"),
            op("PUT", ACCOUNT + "/flags/{app}/flags/{key}", "flags:write", "{\"definition\":{}}"),
            new Operation(
                    "POST",
                    ACCOUNT + "/flags/{app}/flags/{key}/ramp",
                    Set.of("flags:write", "flags:ramp")::contains,
                    "{\"variant\":\"on\",\"percent\":1}"),
            op(
                    "POST",
                    ACCOUNT + "/flags/{app}/flags/{key}/schedules",
                    "flags:write",
                    "{\"at\":\"2026-01-02T03:04:05Z\",\"archive\":true}"),
            op("GET", ACCOUNT + "/flags/{app}/flags/{key}/schedules", "flags:read"),
            op("DELETE", ACCOUNT + "/flags/{app}/flags/{key}/schedules/{id}", "flags:write"),
            op("POST", ACCOUNT + "/flags/{app}/flags/{key}/archive", "flags:write"),
            op("POST", ACCOUNT + "/flags/{app}/flags/{key}/undo", "flags:write"),
            op("PUT", ACCOUNT + "/flags/{app}/segments/{segment}", "flags:write", "{\"definition\":{}}"),
            op("GET", ACCOUNT + "/flags/{app}/segments/{segment}", "flags:read"),
            op("GET", ACCOUNT + "/flags/{app}/segments/{segment}/history", "flags:read"),
            op("POST", ACCOUNT + "/flags/{app}/segments/{segment}/archive", "flags:write"),
            op("POST", ACCOUNT + "/flags/{app}/segments/{segment}/undo", "flags:write"),
            op("GET", "/v1/platform/flags", "platform"),
            op("GET", ACCOUNT + "/origins", "functions:read"),
            op("GET", ACCOUNT + "/origins/{origin}", "functions:read"),
            op("PUT", ACCOUNT + "/origins/{origin}", "routes:write", "{\"urls\":[\"http://example.com\"]}"),
            op("DELETE", ACCOUNT + "/origins/{origin}", "routes:write"),
            op("GET", "/v1/platform/origins", "platform"),
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

    /** What no token of an account may do, whatever its rights. */
    private static final Set<String> OPERATORS =
            Set.of("GET /v1/accounts", "PUT " + ACCOUNT, "PUT " + ACCOUNT + "/caps");

    @Override
    protected List<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    protected URI management() {
        return management;
    }

    @Override
    protected String tokenWith(String right) {
        return Door.token(account, right);
    }

    @Override
    protected String strangersToken() {
        return Door.token(Door.account(), "*");
    }

    @Override
    protected void prepare() {
        Door.hello().put(account, "hello");
    }

    @Test
    void everythingInAnAccountIsAllButTheOperatorsBusiness() {
        String token = Door.token(account, "*");
        for (Operation operation : OPERATIONS) {
            boolean others =
                    OPERATORS.contains(operation.toString()) || operation.path().startsWith("/v1/platform/");
            assertThat(status(operation, token) == 403).as(operation.toString()).isEqualTo(others);
        }
    }

    @Override
    protected int status(Operation operation, String token) {
        String path = operation
                .path()
                .replace("{account}", account)
                .replace("{name}", "hello")
                .replace("{secret}", "KEY")
                .replaceAll("\\{\\w+}", "nothing");
        if (operation.body().equals("form"))
            return Door.hello().as(token).put(account, "hello").extract().statusCode();
        var request = Door.as(token);
        if (!operation.body().isEmpty())
            request = request.contentType(ContentType.JSON).body(operation.body());
        return request.request(operation.method(), path).statusCode();
    }
}
