package dev.mayfly.control;

import static dev.mayfly.control.Door.form;
import static dev.mayfly.control.Door.hello;
import static dev.mayfly.control.Door.operator;
import static dev.mayfly.control.Door.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.quarkus.hibernate.orm.PersistenceUnit;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets go in and never come out. */
@QuarkusTest
class SecretsTest {
    private static final String VALUE = "correct-horse-battery-staple";

    @Inject
    @PersistenceUnit("control")
    Mutiny.SessionFactory sessions;

    private String account;

    @BeforeEach
    void newFunction() {
        account = Door.account();
        hello().put(account, "hello").statusCode(200);
    }

    @Test
    void secretIsNeverTold() {
        put("KEY", VALUE).statusCode(204);
        for (String path : List.of("", "/hello", "/hello/versions", "/hello/secrets", "/hello/routes")) {
            String answer = operator()
                    .get("/v1/accounts/%s/functions%s".formatted(account, path))
                    .asString();
            assertThat(answer).as(path).doesNotContain(VALUE);
        }
        operator().get(path("secrets")).then().body("", contains("KEY"));
        operator().get(path("secrets/KEY")).then().statusCode(anyOf(is(404), is(405)));
    }

    @Test
    void secretIsNeverLogged() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        var formatter = new PatternFormatter("%s%e");
        var listener = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(formatter.format(org.jboss.logmanager.ExtLogRecord.wrap(line)));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        Logger hibernate = Logger.getLogger("org.hibernate");
        Level before = hibernate.getLevel();
        root.addHandler(listener);
        hibernate.setLevel(Level.FINE);
        try {
            put("KEY", VALUE).statusCode(204);
            put("no-name", VALUE).statusCode(400);
            operator()
                    .contentType(ContentType.JSON)
                    .body("{\"value\":{\"x\":\"" + VALUE + "\"}}")
                    .put(path("secrets/KEY"));
            platform().get("/v1/platform/deployments?since=0").then().statusCode(200);
        } finally {
            root.removeHandler(listener);
            hibernate.setLevel(before);
        }
        assertThat(lines).noneMatch(line -> line.contains(VALUE));
    }

    @Test
    void refusalDoesNotRepeatTheSecret() {
        String answer = operator()
                .contentType(ContentType.JSON)
                .body("{\"value\":[\"" + VALUE + "\"]}")
                .put(path("secrets/KEY"))
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertThat(answer).doesNotContain(VALUE);
    }

    @Test
    void databaseDoesNotHoldThePlainText() throws Throwable {
        put("KEY", VALUE).statusCode(204);
        put("TWIN", VALUE).statusCode(204);
        List<byte[]> sealed = VertxContextSupport.subscribeAndAwait(() -> sessions.withSession(session ->
                session.createSelectionQuery("select s.sealed from SecretRow s where s.function = ?1", byte[].class)
                        .setParameter(1, account + "/hello")
                        .getResultList()));
        assertThat(sealed).hasSize(2).doesNotHaveDuplicates();
        assertThat(sealed).noneMatch(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains("horse"));
    }

    @Test
    void namesOnEnvAreUnique() {
        put("KEY", VALUE).statusCode(204);
        form("{\"mainModule\":\"index.js\",\"vars\":{\"KEY\":1}}")
                .module("index.js", Door.HELLO)
                .put(account, "hello")
                .statusCode(422)
                .body("code", is("duplicate-name"));
        form("{\"mainModule\":\"index.js\",\"vars\":{\"OTHER\":1}}")
                .module("index.js", Door.HELLO)
                .put(account, "hello")
                .statusCode(200);
        put("OTHER", VALUE).statusCode(409);
        form("{\"mainModule\":\"index.js\",\"bindings\":[{\"name\":\"OTHER\",\"type\":\"invocations\"}]}")
                .module("index.js", Door.HELLO)
                .put(account, "hello")
                .statusCode(422);
    }

    @Test
    void earlierVersionThatClashesIsNotActivated() {
        String old = form("{\"mainModule\":\"index.js\",\"vars\":{\"KEY\":1}}")
                .module("index.js", Door.HELLO)
                .put(account, "hello")
                .extract()
                .path("id");
        form("{\"mainModule\":\"index.js\",\"vars\":{}}")
                .module("index.js", Door.HELLO)
                .put(account, "hello")
                .statusCode(200);
        put("KEY", VALUE).statusCode(204);
        operator().post(path("versions/%s/activate".formatted(old))).then().statusCode(409);
    }

    @Test
    void secretsHaveLimits() {
        for (String name : List.of("A", "B", "C")) put(name, VALUE).statusCode(204);
        put("D", VALUE).statusCode(429).body("code", is("limit-secrets"));
        put("A", "x".repeat(64 << 10)).statusCode(204);
        put("A", "x".repeat((64 << 10) + 1)).statusCode(400).body("code", is("invalid-secret"));
        operator()
                .contentType(ContentType.JSON)
                .body("{}")
                .put(path("secrets/A"))
                .then()
                .statusCode(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a-b", "1a", "__proto__", "a b", "ä"})
    void secretNamesAreChecked(String name) {
        put(name, VALUE).statusCode(400).body("code", is("invalid-name"));
    }

    private ValidatableResponse put(String name, String value) {
        return operator()
                .contentType(ContentType.JSON)
                .body("{\"value\":\"%s\"}".formatted(value))
                .put("/v1/accounts/{account}/functions/hello/secrets/{name}", account, name)
                .then();
    }

    private String path(String rest) {
        return "/v1/accounts/%s/functions/hello/%s".formatted(account, rest);
    }
}
