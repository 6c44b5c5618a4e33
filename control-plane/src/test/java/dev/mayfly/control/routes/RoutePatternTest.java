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
    @ValueSource(
            strings = {
                "a.b/",
                "a.b/*",
                "*.a.b/x*",
                "a.b/x/y.z",
                "xn--p1ai.de/%C3%A4/*",
                "a.b/~(x)!;=@:",
                "*.example.co.uk/*",
                "me.github.io/*",
                "*.me.github.io/*",
                "*.city.kawasaki.jp/",
                "*.www.ck/",
                "*.example.unheard/"
            })
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
                "a.b/ä",
                "a/",
                "*.a/",
                "127.0.0.1/",
                "*.0.0.1/",
                "a.0x7f/",
                "[::1]/",
                "*.co.uk/*",
                "*.com.au/",
                "*.github.io/*",
                "*.s3.amazonaws.com/",
                "*.foo.ck/",
                "*.kawasaki.jp/",
                "*.xn--55qx5d.cn/"
            })
    void whatIsNoPatternIsRefused(String text) {
        assertThatThrownBy(() -> RoutePattern.parse(text)).isInstanceOf(Problem.Invalid.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a.b.c, a.b.c, true",
        "a.b.c, d.b.c, false",
        "*.b.c, a.b.c, true",
        "a.b.c, *.b.c, true",
        "*.b.c, b.c, false",
        "b.c, *.b.c, false",
        "*.a.b.c, *.b.c, true",
        "*.b.c, *.a.b.c, true",
        "*.a.b.c, *.d.b.c, false",
        "x.a.b.c, *.b.c, true",
        "xa.b.c, *.a.b.c, false"
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
