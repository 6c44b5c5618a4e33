package dev.mayfly.control.v4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where clients are told that the API is. */
class ApiAddressTest {
    @Test
    void whereNothingIsToldTheRequestSaysIt() {
        assertThat(new ApiAddress(Optional.empty()).origin("http://127.0.0.1:8082"))
                .isEqualTo("http://127.0.0.1:8082");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example.com, https://api.example.com",
        "https://api.example.com/, https://api.example.com",
        "http://[::1]:8082, http://[::1]:8082"
    })
    void whatIsToldHoldsWhateverTheRequestSays(URI told, String origin) {
        assertThat(new ApiAddress(Optional.of(told)).origin("http://10.0.0.1:8080"))
                .isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.com",
                "wss://api.example.com",
                "https://api.example.com/mayfly",
                "https://me@api.example.com",
                "https://api.example.com?a=b",
                "https://api.example.com#a",
                "https:///x"
            })
    void whatIsNoAddressOfAServerIsRefusedAtTheStart(String told) {
        var address = Optional.of(URI.create(told));
        assertThatThrownBy(() -> new ApiAddress(address)).hasMessageContaining("mayfly.control.api-url must be like");
    }
}
