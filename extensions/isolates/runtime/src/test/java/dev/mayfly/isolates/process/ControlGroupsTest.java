package dev.mayfly.isolates.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a folder that looks like the kernel's: what it does with what is written there is its own affair. */
class ControlGroupsTest {
    private static final String OWN = "4:memory:/elsewhere\n0::/user/app/terminal.scope\n";

    @TempDir
    Path root;

    Path parent;

    @BeforeEach
    void aGroupThatMayBeDivided() throws IOException {
        parent = Files.createDirectories(root.resolve("user/app"));
        Files.createDirectories(parent.resolve("terminal.scope"));
        Files.writeString(parent.resolve("cgroup.subtree_control"), "cpu memory pids\n");
        Files.writeString(parent.resolve("cgroup.procs"), "");
    }

    @Test
    void aWorkersGroupStandsBesideTheHostsAndIsBounded() throws Exception {
        var groups = ControlGroups.find(root, OWN, 1_000_000).orElseThrow();
        // Of the trial: in the kernel's folder a group goes with all that is in it.
        empty(groups.path(0));
        Path group = groups.make(3);
        assertThat(group.getParent()).isEqualTo(parent);
        assertThat(group.resolve("memory.max")).hasContent("1000000");
        assertThat(group.resolve("pids.max")).hasContent("1024");
        empty(group);
        groups.remove(3);
        assertThat(group).doesNotExist();
    }

    @Test
    void withoutTheControllersThereAreNone() throws Exception {
        Files.writeString(parent.resolve("cgroup.subtree_control"), "cpu memory\n");
        assertThat(ControlGroups.find(root, OWN, 1)).isEmpty();
    }

    @Test
    void onTheFirstVersionThereAreNone() {
        assertThat(ControlGroups.find(root, "4:memory:/user/app/terminal.scope\n", 1))
                .isEmpty();
    }

    @Test
    void aGroupAboveTheRootIsNotLookedFor() {
        assertThat(ControlGroups.find(root, "0::/../../escape\n", 1)).isEmpty();
    }

    @Test
    void whatAKilledHostLeftIsRemovedAndALivingOnesIsNot() throws Exception {
        Path dead = Files.createDirectory(parent.resolve("mayfly-w-2147483646-1"));
        Path living = Files.createDirectory(
                parent.resolve("mayfly-w-" + ProcessHandle.current().pid() + "-7"));
        Path foreign = Files.createDirectory(parent.resolve("mayfly-w-other"));
        ControlGroups.find(root, OWN, 1);
        assertThat(dead).doesNotExist();
        assertThat(living).exists();
        assertThat(foreign).exists();
    }

    private static void empty(Path group) throws IOException {
        try (var files = Files.list(group)) {
            for (Path file : (Iterable<Path>) files::iterator) Files.delete(file);
        }
    }
}
