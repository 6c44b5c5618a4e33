package dev.mayfly.edge.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request's headers is shown. */
class ShownHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "Proxy-Authorization",
                "Cookie",
                "X-API-Key",
                "X-Auth-Email",
                "My-Secret",
                "CSRF-Token",
                "X-JWT",
                "Mayfly-Debug"
            })
    void whatCarriesSecretsIsNotShown(String name) {
        var headers = MultiMap.caseInsensitiveMultiMap().add(name, "hidden").add(name, "too");
        assertThat(ShownHeaders.of(headers, UnaryOperator.identity()))
                .containsOnlyKeys(name.toLowerCase())
                .containsValue("REDACTED");
    }

    @Test
    void valuesAndNamesAreCleaned() {
        var headers =
                MultiMap.caseInsensitiveMultiMap().add("X-Hush", "hush, hush").add("X-Note", "a hush");
        assertThat(ShownHeaders.of(headers, text -> text.replace("hush", "-").replace("Hush", "-")))
                .containsEntry("x--", "-, -")
                .containsEntry("x-note", "a -");
    }

    @Test
    void restIsShownInLowerCase() {
        var headers = MultiMap.caseInsensitiveMultiMap().add("Accept", "a").add("accept", "b");
        assertThat(ShownHeaders.of(headers, UnaryOperator.identity()))
                .containsEntry("accept", "a, b")
                .hasSize(1);
    }
}
