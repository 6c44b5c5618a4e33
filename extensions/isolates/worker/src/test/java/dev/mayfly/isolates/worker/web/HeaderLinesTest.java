package dev.mayfly.isolates.worker.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderLinesTest {
    private static String of(int count, String mime, String... pairs) {
        return HeaderLines.of(String.join("\0", pairs) + "\0", count, mime);
    }

    @Test
    void namesAreLowerCaseAndValuesTrimmed() {
        assertThat(of(2, "", "X-One", " a b\t", "x-two", "\r\n2\r\n")).isEqualTo("x-one\na b\nx-two\n2");
    }

    @Test
    void theTypeOfTheBodyGivesWayToOneThatIsNamed() {
        assertThat(of(1, "text/plain", "a", "1")).isEqualTo("a\n1\ncontent-type\ntext/plain");
        assertThat(of(1, "text/plain", "Content-Type", "text/html")).isEqualTo("content-type\ntext/html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "ä", "a\n", "a\u007f", "\u0130"})
    void whatIsNoNameIsRefused(String name) {
        assertThat(of(1, "", name, "1")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\u0001", "\u007f", "\u0100", "\ud800"})
    void whatIsNoValueIsRefused(String value) {
        assertThat(of(1, "", "a", value)).isNull();
    }

    @Test
    void aNulCannotForgeAHeader() {
        assertThat(of(1, "", "a", "1\0set-cookie\0forged")).isNull();
        assertThat(of(2, "", "a\0" + "1", "b")).isNull();
    }

    @Test
    void tooManyAndTooLongAreRefused() {
        var many = "a\0b\0".repeat(1001);
        assertThat(HeaderLines.of(many, 1001, "")).isNull();
        assertThat(HeaderLines.of("a\0b\0".repeat(1000), 1000, "")).isNotNull();
        assertThat(of(1, "", "a", "b".repeat(131_072))).isNull();
    }
}
