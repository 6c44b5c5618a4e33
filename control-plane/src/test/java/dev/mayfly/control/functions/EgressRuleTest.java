package dev.mayfly.control.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressRuleTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "db",
                "db.internal",
                "db.internal:5432",
                "127.0.0.1",
                "127.0.0.1:9000",
                "10.1.0.0/16",
                "0.0.0.0/0",
                "::1",
                "[::1]",
                "[::1]:9000",
                "fd00::/8",
                "fe80::1",
                "::ffff:10.0.0.1"
            })
    void addressesAreWellFormed(String rule) {
        assertThat(EgressRule.wellFormed(rule)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "no way",
                "http://db",
                "db/path",
                "db:0",
                "db:65536",
                "db:x",
                "db:",
                ":80",
                "256.0.0.1",
                "1.2.3",
                "10.0.0.0/33",
                "fd00::/129",
                "db/8",
                "-db",
                "db-",
                "a..b",
                "*.internal",
                "[::1",
                "[db]:1",
                "01.2.3.4"
            })
    void whatIsNoAddressIsNot(String rule) {
        assertThat(EgressRule.wellFormed(rule)).isFalse();
    }
}
