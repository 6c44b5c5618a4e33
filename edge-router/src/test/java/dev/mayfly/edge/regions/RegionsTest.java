package dev.mayfly.edge.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.edge.faults.FaultsConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionsTest {
    private static final Map<String, String> SOUND = Map.of(
            "fra.latitude", "50.11",
            "fra.longitude", "8.68",
            "iad.latitude", "38.95",
            "iad.longitude", "-77.45",
            "iad.urls", "https://one.example.com:8444,https://two.example.com",
            "peers.port", "8444");

    @io.smallrye.config.ConfigMapping(prefix = "of-regions")
    interface All {
        @WithParentName
        Map<String, RegionConfig> regions();
    }

    @Test
    void withoutAnyThereIsNothingToDecide() {
        assertThat(read(Map.of(), "local", true).isOn()).isFalse();
    }

    @Test
    void theOwnOneAloneIsNoOther() {
        assertThat(read(Map.of("fra.latitude", "50", "fra.longitude", "8"), "fra", true)
                        .isOn())
                .isFalse();
    }

    @Test
    void othersAreReadWithTheirRouters() {
        Regions regions = read(SOUND, "fra", true);

        assertThat(regions.isOn()).isTrue();
        assertThat(regions.other("fra")).isEmpty();
        assertThat(regions.other("iad").orElseThrow().routers().all())
                .extracting(Object::toString)
                .containsExactly("iad (https://one.example.com:8444)", "iad (https://two.example.com:443)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "iad.urls | ftp://one.example.com | mayfly.edge.regions.iad.urls",
                "iad.urls | https://one.example.com/path | addresses such as https://",
                "iad.urls | https://user@one.example.com | addresses such as https://",
                "iad.urls | http://one.example.com:8444 | http only on one machine",
                "iad.latitude | 91 | mayfly.edge.regions.iad: latitude",
                "fra.longitude | -181 | mayfly.edge.regions.fra: latitude",
                "iad.weight | 0 | 1 to 1000",
                "peers.plaintext | true | mayfly.edge.peers.host is 0.0.0.0",
            })
    void whatCannotBeRightStopsTheStart(String key, String value, String message) {
        Map<String, String> settings = new java.util.HashMap<>(SOUND);
        settings.put(key, value);
        if (key.equals("peers.plaintext")) settings.put("iad.urls", "http://127.0.0.1:1");

        assertThatThrownBy(() -> read(settings, "fra", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "peers.port, mayfly.edge.peers.port is missing",
        "iad.urls, mayfly.edge.regions.iad.urls is missing",
    })
    void whatIsMissingStopsTheStart(String key, String message) {
        Map<String, String> settings = new java.util.HashMap<>(SOUND);
        settings.remove(key);

        assertThatThrownBy(() -> read(settings, "fra", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void theOwnRegionMustBeAmongThem() {
        assertThatThrownBy(() -> read(SOUND, "local", true))
                .hasMessageContaining("fra, iad")
                .hasMessageContaining("calls local");
    }

    @Test
    void withoutASecretThatAllShareThereAreNoPeers() {
        assertThatThrownBy(() -> read(SOUND, "fra", false)).hasMessageContaining("platform-token");
    }

    @Test
    void plaintextIsForOneMachine() {
        Map<String, String> settings = new java.util.HashMap<>(SOUND);
        settings.putAll(
                Map.of("peers.plaintext", "true", "peers.host", "127.0.0.1", "iad.urls", "http://10.0.0.1:8444"));

        assertThatThrownBy(() -> read(settings, "fra", true)).hasMessageContaining("addresses of this machine");

        settings.put("iad.urls", "http://127.0.0.2:8444");
        assertThat(read(settings, "fra", true).isOn()).isTrue();
    }

    private static Regions read(Map<String, String> settings, String own, boolean sharedSecret) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(All.class)
                .withMapping(PeersConfig.class, "of.peers")
                .withMapping(FaultsConfig.class, "of.faults");
        settings.forEach((key, value) ->
                builder.withDefaultValue((key.startsWith("peers.") ? "of." : "of-regions.") + key, value));
        var config = builder.build();
        return new Regions(
                own,
                config.getConfigMapping(All.class).regions(),
                config.getConfigMapping(PeersConfig.class, "of.peers"),
                config.getConfigMapping(FaultsConfig.class, "of.faults"),
                sharedSecret);
    }
}
