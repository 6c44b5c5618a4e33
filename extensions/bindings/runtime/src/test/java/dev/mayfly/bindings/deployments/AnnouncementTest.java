package dev.mayfly.bindings.deployments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.bindings.deployments.Announcement.Part;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnnouncementTest {
    @ParameterizedTest
    @ValueSource(strings = {"124", "1 flags", "9 deployments origins", "0 deployments flags origins"})
    void readsWhatItWrites(String text) {
        assertThat(Announcement.of(text).text()).isEqualTo(text);
    }

    @Test
    void tellsOfWhatItNames() {
        Announcement announced = new Announcement(3, Set.of(Part.flags));
        assertThat(announced.tellsOf(Part.flags)).isTrue();
        assertThat(announced.tellsOf(Part.origins)).isFalse();
        assertThat(Announcement.of("3").tellsOf(Part.origins)).isTrue();
    }

    @Test
    void whatKnowsMorePartsMayBeOfAnything() {
        assertThat(Announcement.of("3 flags quotas").tellsOf(Part.origins)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "flags", "1.5", "1x flags", " 1"})
    void beginsWithANumber(String text) {
        assertThatThrownBy(() -> Announcement.of(text)).isInstanceOf(NumberFormatException.class);
    }
}
