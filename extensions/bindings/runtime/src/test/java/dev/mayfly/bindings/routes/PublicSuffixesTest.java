package dev.mayfly.bindings.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicSuffixesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"com", "co.uk", "github.io", "s3.amazonaws.com", "foo.ck", "ck", "kawasaki.jp", "xn--55qx5d.cn"})
    void strangersAreBelow(String zone) {
        assertThat(PublicSuffixes.strangersAreBelow(zone)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"example.co.uk", "me.github.io", "city.kawasaki.jp", "www.ck", "example.unheard", "", ".", "a..b"
            })
    void oneOwnsWhatIsBelow(String zone) {
        assertThat(PublicSuffixes.strangersAreBelow(zone)).isFalse();
    }
}
