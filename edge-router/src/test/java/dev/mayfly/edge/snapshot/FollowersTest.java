package dev.mayfly.edge.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mayfly.bindings.deployments.Announcement;
import dev.mayfly.bindings.deployments.Announcement.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FollowersTest {
    private final List<Long> flags = new ArrayList<>();
    private final List<Long> origins = new ArrayList<>();
    private final Queue<Runnable> timers = new ArrayDeque<>();
    private Followers followers;

    @BeforeEach
    void follow() {
        followers = new Followers(Map.of(Part.flags, flags::add, Part.origins, origins::add), timers::add);
    }

    @Test
    void whatIsNamedIsAskedForAtOnceAndAllElseOnceLater() {
        for (long revision = 5; revision < 9; revision++) followers.heard(Announcement.of(revision + " flags"));
        assertThat(flags).containsExactly(5L, 6L, 7L, 8L);
        assertThat(origins).isEmpty();
        assertThat(timers).hasSize(1);
        timers.remove().run();
        assertThat(origins).containsExactly(8L);
        followers.heard(Announcement.of("9 origins"));
        assertThat(origins).containsExactly(8L, 9L);
        assertThat(timers).hasSize(1);
    }

    @Test
    void whatNamesNothingIsOfAll() {
        followers.heard(Announcement.of("7"));
        assertThat(flags).containsExactly(7L);
        assertThat(origins).containsExactly(7L);
        assertThat(timers).isEmpty();
    }
}
