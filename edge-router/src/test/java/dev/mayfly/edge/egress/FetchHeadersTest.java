package dev.mayfly.edge.egress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchHeadersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd | gzip, deflate",
                "GZIP;q=0.5 , x-gzip,identity | GZIP;q=0.5, x-gzip, identity",
                "br;q=1, gzip ;q=0.8, *;q=0.1 | gzip ;q=0.8",
            })
    void onlyCodingsThatAFunctionCanReadAreAskedFor(String asked, String sent) {
        assertThat(FetchHeaders.outgoing(new String[] {"Accept-Encoding", asked}))
                .containsExactly("accept-encoding", sent);
    }

    @Test
    void aWishForOthersAloneIsNone() {
        assertThat(FetchHeaders.outgoing(new String[] {"accept-encoding", "br, zstd", "x-own", ""}))
                .containsExactly("x-own", "");
    }
}
