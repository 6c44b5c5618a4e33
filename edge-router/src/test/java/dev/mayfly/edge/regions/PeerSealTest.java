package dev.mayfly.edge.regions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.edge.geography.Whereabouts;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerSealTest {
    private static final String ASKED = "GET hello.demo.localhost /a?b=c";
    private static final Told TOLD = new Told(
            List.of("fra", "iad"),
            "2001:db8::7",
            "https",
            new Whereabouts(Optional.of("SE"), "{\"colo\":\"fra\",\"country\":\"SE\"}"),
            29_500);

    private Instant now = Instant.parse("2026-11-28T03:00:00Z");
    private final PeerSeal seal = new PeerSeal("the token that all share", () -> now);
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void whatIsToldIsRead() {
        seal.write(TOLD, ASKED, headers);

        assertThat(seal.read(ASKED, headers)).contains(TOLD);
    }

    @Test
    void whatIsNotKnownIsNotTold() {
        Told little = new Told(List.of("fra"), "", "http", new Whereabouts(Optional.empty(), "{}"), 1);
        seal.write(little, ASKED, headers);

        assertThat(headers.contains(PeerSeal.COUNTRY)).isFalse();
        assertThat(seal.read(ASKED, headers)).contains(little);
    }

    @ParameterizedTest
    @CsvSource({
        "mayfly-hops, 'fra,hnd'",
        "mayfly-hops, fra",
        "mayfly-deadline, 29501",
        "mayfly-client-ip, 192.0.2.1",
        "mayfly-client-scheme, http",
        "cf-ipcountry, US",
        "mayfly-cf, {}",
        "mayfly-peer, 1764298800.00000000000000000000000000000000",
        "mayfly-peer, ''",
        "mayfly-peer, nonsense",
        "mayfly-peer, .",
    })
    void nothingOfItCanBeChanged(String name, String value) {
        seal.write(TOLD, ASKED, headers);
        headers.set(name, value);

        assertThat(seal.read(ASKED, headers)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST hello.demo.localhost /a?b=c",
                "GET other.demo.localhost /a?b=c",
                "GET hello.demo.localhost /"
            })
    void itIsOfOneRequestAlone(String other) {
        seal.write(TOLD, ASKED, headers);

        assertThat(seal.read(other, headers)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, true", "60, true", "61, false", "-60, true", "-61, false"})
    void itHoldsForAMinute(long seconds, boolean holds) {
        seal.write(TOLD, ASKED, headers);
        now = now.plusSeconds(seconds);

        assertThat(seal.read(ASKED, headers).isPresent()).isEqualTo(holds);
    }

    @Test
    void anotherTokenSealsOtherwise() {
        new PeerSeal("another token altogether", () -> now).write(TOLD, ASKED, headers);

        assertThat(seal.read(ASKED, headers)).isEmpty();
    }

    @Test
    void withoutHeadersThereIsNothing() {
        assertThat(seal.read(ASKED, headers)).isEmpty();
    }
}
