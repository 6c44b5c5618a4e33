package dev.mayfly.bindings.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mayfly.bindings.BindingsConfig;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformTokenTest {
    private static PlatformToken token(String text) {
        return new PlatformToken(config(Map.of("mayfly.bindings.platform-token", text)));
    }

    @Test
    void onlyTheSameTokenIsIt() {
        assertThat(token("sixteen-letters!").is("sixteen-letters!")).isTrue();
        assertThat(token("sixteen-letters!").is("sixteen-letters?")).isFalse();
        assertThat(token("sixteen-letters!").is("")).isFalse();
    }

    @Test
    void tokenOfAFewLettersIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> token("fifteen-letters"))
                .withMessageContaining("16");
    }

    @Test
    void withoutOneNobodyIsThePlatform() {
        PlatformToken none = new PlatformToken(config(Map.of()));
        assertThat(none.value()).isEmpty();
        assertThat(none.is("")).isFalse();
        assertThat(none.is("anything")).isFalse();
    }

    private static BindingsConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 200, new DurationConverter())
                .withMapping(BindingsConfig.class)
                .withDefaultValues(values)
                .build()
                .getConfigMapping(BindingsConfig.class);
    }
}
