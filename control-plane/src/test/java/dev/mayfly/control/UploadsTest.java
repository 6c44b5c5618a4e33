package dev.mayfly.control;

import static dev.mayfly.control.Door.operator;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.mayfly.control.upload.Uploads;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While as many uploads are under way as there may be, and none ends: others are told to come again, and when. */
@QuarkusTest
class UploadsTest {
    @Inject
    Uploads uploads;

    @Inject
    ControlConfig config;

    private String account;

    @BeforeEach
    void allPlacesAreTaken() {
        account = Door.account();
        for (int i = 0; i < config.uploadsMax(); i++) uploads.begin();
    }

    @AfterEach
    void andLeft() {
        for (int i = 0; i < config.uploadsMax(); i++) uploads.end();
    }

    @Test
    void anotherDeploymentIsToldWhenToComeAgain() {
        Door.hello()
                .put(account, "hello")
                .statusCode(503)
                .header("Retry-After", "1")
                .body("code", is("unavailable"))
                .body("detail", containsString("other uploads are under way"));
    }

    @Test
    void wranglerIsToldTheSame() {
        operator()
                .multiPart("metadata", "metadata", "{\"main_module\":\"index.js\"}".getBytes(), "application/json")
                .multiPart("index.js", "index.js", Door.HELLO.getBytes(), "application/javascript+module")
                .put("/client/v4/accounts/%s/workers/scripts/hello".formatted(account))
                .then()
                .statusCode(503)
                .header("Retry-After", "1")
                .body("success", is(false))
                .body("errors[0].message", containsString("other uploads are under way"));
    }
}
