package dev.mayfly.control.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutePatternTest {
    @ParameterizedTest
    @ValueSource(strings = {"a.b/", "a.b/*", "*.a.b/x*", "a/x/y.z", "xn--p1ai.de/%C3%A4/*", "a.b/~(x)!;=@:"})
    void patternsAreRead(String text) {
        assertThat(RoutePattern.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/x",
                "a.b",
                "A.b/",
                "a.b:80/",
                "*/",
                "*./",
                "a.*.b/",
                "**.a/",
                "a..b/",
                "-a.b/",
                "a.b/x*y",
                "a.b/x?y",
                "a.b/x#y",
                "a.b/%zz",
                "a.b/x y",
                "a.b/**",
                "http://a.b/",
                "ä.b/",
                "a.b/ä"
            })
    void whatIsNoPatternIsRefused(String text) {
        assertThatThrownBy(() -> RoutePattern.parse(text)).isInstanceOf(Problem.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, a.b, true",
        "a.b, c.b, false",
        "*.b, a.b, true",
        "a.b, *.b, true",
        "*.b, b, false",
        "b, *.b, false",
        "*.a.b, *.b, true",
        "*.b, *.a.b, true",
        "*.a.b, *.c.b, false",
        "x.a.b, *.b, true",
        "xa.b, *.a.b, false"
    })
    void hostsOverlapWhenOneNameMatchesBoth(String host, String other, boolean overlap) {
        assertThat(RoutePattern.parse(host + "/").overlaps(other)).isEqualTo(overlap);
    }

    @Test
    void hostIsCoveredByTheWildcardsOfItsParents() {
        assertThat(RoutePattern.parse("x.a.b/").coveredBy()).containsExactly("x.a.b", "*.a.b", "*.b");
        assertThat(RoutePattern.parse("*.a.b/").coveredBy()).containsExactly("*.a.b", "*.b");
    }

    @Test
    void partsAreNotLongerThanTheyMayBe() {
        assertThat(RoutePattern.parse("a.b/" + "x".repeat(1023))).isNotNull();
        assertThatThrownBy(() -> RoutePattern.parse("a.b/" + "x".repeat(1024))).isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> RoutePattern.parse("a.".repeat(127) + "b/")).isInstanceOf(Problem.Invalid.class);
    }
}
