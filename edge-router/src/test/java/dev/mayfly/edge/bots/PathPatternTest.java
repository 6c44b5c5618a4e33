package dev.mayfly.edge.bots;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
    @ParameterizedTest
    @CsvSource({
        "/, /, true",
        "/, /x, true",
        "/a, /ab/c?d, true",
        "/a, /b, false",
        "/a/, /a, false",
        "/*.gif$, /x/y.gif, true",
        "/*.gif$, /x/y.gif?z, false",
        "/*.gif, /x/y.gif?z, true",
        "/a$, /a, true",
        "/a$, /ab, false",
        "/a*b*c$, /a-bb-c-c, true",
        "/a*b*c$, /a-c-b, false",
        "*, /anything, true",
        "*$, /anything, true",
        "/*x$, /, false",
        "/a**b, /a-b, true",
        "/a$b, /a$b, true"
    })
    void isMatchedAsRobotsTxtWritesIt(String pattern, String path, boolean matches) {
        assertThat(new PathPattern(pattern).matches(path)).isEqualTo(matches);
    }

    @Test
    void manyStarsDoNotMultiply() {
        String pattern = "/*a".repeat(50) + "$";
        assertThat(new PathPattern(pattern).matches("/a".repeat(4_000) + "b")).isFalse();
    }
}
