package dev.mayfly.control;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The control plane's door, as its callers stand before it. */
final class Door {
    static final String HELLO = "export default { fetch() { return new Response('hello') } }";

    private Door() {}

    static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    static RequestSpecification operator() {
        return as(Backends.BOOTSTRAP);
    }

    /** As Mayfly's own services ask. */
    static RequestSpecification platform() {
        return as(Backends.PLATFORM);
    }

    /** A new account of its own for each test. */
    static String account() {
        String name = "a" + UUID.randomUUID().toString().substring(0, 12);
        operator()
                .contentType(ContentType.JSON)
                .body("{}")
                .put("/v1/accounts/" + name)
                .then()
                .statusCode(200);
        return name;
    }

    static String token(String account) {
        return token(account, "*");
    }

    /** With these rights alone. */
    static String token(String account, String... rights) {
        return operator()
                .contentType(ContentType.JSON)
                .body(Map.of("name", "test", "rights", rights))
                .post("/v1/accounts/%s/tokens".formatted(account))
                .then()
                .statusCode(200)
                .extract()
                .path("token");
    }

    /** The form of one deployment. */
    static Form form(String metadata) {
        return new Form(Backends.BOOTSTRAP).part("metadata", "application/json", metadata);
    }

    static Form hello() {
        return form("{\"mainModule\":\"index.js\"}").module("index.js", HELLO);
    }

    static final class Form {
        private String token;
        private final Map<String, byte[]> parts = new LinkedHashMap<>();
        private final Map<String, String> types = new LinkedHashMap<>();
        private final Map<String, String> query = new LinkedHashMap<>();

        Form(String token) {
            this.token = token;
        }

        Form as(String token) {
            this.token = token;
            return this;
        }

        /** The version is kept, and not activated. */
        Form keep() {
            return query("activate", "false");
        }

        Form query(String name, String value) {
            query.put(name, value);
            return this;
        }

        Form module(String name, String code) {
            return part(name, "application/javascript+module", code);
        }

        Form part(String name, String type, String content) {
            return part(name, type, content.getBytes(StandardCharsets.UTF_8));
        }

        Form part(String name, String type, byte[] content) {
            parts.put(name, content);
            types.put(name, type);
            return this;
        }

        ValidatableResponse put(String account, String name) {
            RequestSpecification request = Door.as(token).queryParams(query);
            parts.forEach((part, content) -> request.multiPart(part, part, content, types.get(part)));
            return request.put("/v1/accounts/%s/functions/%s".formatted(account, name))
                    .then();
        }
    }
}
