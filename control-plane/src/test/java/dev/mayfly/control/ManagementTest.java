package dev.mayfly.control;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The operator's port. */
@QuarkusTest
class ManagementTest {
    @TestHTTPResource(value = "/", management = true)
    URI management;

    @TestHTTPResource("/q/")
    URI door;

    @Test
    void readinessNamesPostgresqlAndRedis() {
        given().get(management.resolve("health/ready"))
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'control-plane' }.data.postgresql", is("UP"))
                .body("checks.find { it.name == 'control-plane' }.data.redis", is("UP"));
    }

    @Test
    void metricsAreThere() {
        given().get(management.resolve("metrics")).then().statusCode(200).body(containsString("jvm_"));
    }

    @Test
    void openApiDescribesEveryPath() {
        given().accept("application/json")
                .get(management.resolve("openapi?format=json"))
                .then()
                .statusCode(200)
                .body("paths", hasKey("/v1/accounts"))
                .body("paths", hasKey("/v1/accounts/{account}"))
                .body("paths", hasKey("/v1/accounts/{account}/tokens/{id}"))
                .body("paths", hasKey("/v1/accounts/{account}/functions"))
                .body("paths['/v1/accounts/{account}/functions/{name}']", hasKey("put"))
                .body("paths['/v1/accounts/{account}/functions/{name}']", hasKey("get"))
                .body("paths['/v1/accounts/{account}/functions/{name}']", hasKey("delete"))
                .body("paths", hasKey("/v1/accounts/{account}/functions/{name}/versions/{version}/activate"))
                .body("paths", hasKey("/v1/accounts/{account}/functions/{name}/secrets/{secret}"))
                .body("paths", hasKey("/v1/accounts/{account}/functions/{name}/routes"))
                .body("paths", hasKey("/v1/platform/deployments"))
                .body("components.schemas", hasKey("Version"))
                .body("components.schemas", hasKey("Metadata"))
                .body("components.schemas", hasKey("Problem"))
                .body("components.schemas.Right.type", is("string"))
                .body("components.securitySchemes", hasKey("token"))
                .body(
                        "paths['/v1/accounts/{account}/functions/{name}'].put.responses.default.content",
                        hasKey("application/problem+json"));
    }

    @Test
    void theDoorHasNoneOfIt() {
        for (String path : new String[] {"health", "metrics", "openapi"})
            given().get(door.resolve(path)).then().statusCode(404);
    }
}
