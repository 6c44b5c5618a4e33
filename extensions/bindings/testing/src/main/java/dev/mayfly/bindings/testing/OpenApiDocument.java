package dev.mayfly.bindings.testing;

import io.restassured.RestAssured;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The OpenAPI document of what runs, by which tests know that they left nothing out. */
public final class OpenApiDocument {
    private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private OpenApiDocument() {}

    /** Every operation, as {@code GET /v1/accounts}. */
    public static Set<String> operations(URI management) {
        Map<String, Map<String, Object>> paths = RestAssured.given()
                .get(management.resolve("openapi?format=json"))
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        Set<String> operations = new TreeSet<>();
        paths.forEach((path, item) -> item.keySet().stream()
                .filter(VERBS::contains)
                .forEach(verb -> operations.add(verb.toUpperCase(Locale.ROOT) + " " + path)));
        return operations;
    }
}
