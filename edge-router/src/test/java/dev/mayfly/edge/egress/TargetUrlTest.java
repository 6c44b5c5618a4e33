package dev.mayfly.edge.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetUrlTest {
    @ParameterizedTest
    @CsvSource({
        "http://a, http://a/",
        "HTTP://A.Example:80/x?y#z, http://a.example/x?y",
        "https://a:443/, https://a/",
        "http://a:8080?q=1, http://a:8080/?q=1",
        "http://127.0.0.255./, http://127.0.0.255/",
        "http://1.a1/, http://1.a1/",
        "http://0xa.0xg/, http://0xa.0xg/",
        "http://[::1]:99/x, http://[::1]:99/x",
        "http://a/ü, http://a/%C3%BC"
    })
    void isRead(String text, String read) {
        assertThat(TargetUrl.parse(text).orElseThrow()).hasToString(read);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "/x",
                "ftp://a/",
                "file:///etc/passwd",
                "http://",
                "http:///x",
                "http://u:p@a/",
                "http://u@a/",
                "http://a b/",
                "http://2130706433/",
                "http://127.1/",
                "http://0177.0.0.1/",
                "http://0X7F.0x0.0.1/",
                "http://0x/",
                "http://127.0.0.256/",
                "http://a.1/",
                "http://a:b/",
                "http://a:99999/",
                "data:text/plain,x",
                "unix:/run/x",
                "http:a",
                "http://%31/"
            })
    void isNoTarget(String text) {
        assertThat(TargetUrl.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://b/y, https://b/y",
        "//b/y, http://b/y",
        "/y?z, http://a:1/y?z",
        "y, http://a:1/p/y",
        "../y, http://a:1/y",
        "./../../y/., http://a:1/y/",
        "?z=1, http://a:1/p/q?z=1",
        "'', http://a:1/p/q?r",
        "#f, http://a:1/p/q?r"
    })
    void locationIsFollowed(String location, String to) {
        assertThat(TargetUrl.parse("http://a:1/p/q?r")
                        .orElseThrow()
                        .follow(location)
                        .orElseThrow())
                .hasToString(to);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://b/", "javascript:alert(1)", "//u:p@b/", "http://"})
    void locationIsNotFollowed(String location) {
        assertThat(TargetUrl.parse("http://a/p").orElseThrow().follow(location)).isEmpty();
    }
}
