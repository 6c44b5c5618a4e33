package dev.mayfly.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
    @TempDir
    Path folder;

    @Test
    void fileAndItsPredecessorStayWithinTheBound() throws Exception {
        var file = folder.resolve("server.log");
        try (var log = new BoundedLog(file, 1_000)) {
            for (var i = 0; i < 500; i++) log.add("line " + i);
        }
        assertThat(Files.size(file)).isLessThanOrEqualTo(1_000);
        assertThat(Files.size(folder.resolve("server.log.old"))).isLessThanOrEqualTo(1_000);
        assertThat(Files.readString(file)).endsWith("line 499\n");
    }

    @Test
    void onlyTheLastLinesAreKeptInMemory() throws Exception {
        try (var log = new BoundedLog(folder.resolve("server.log"), 1 << 20)) {
            for (var i = 0; i < 500; i++) log.add("line " + i);
            assertThat(log.recent()).hasSize(60).last().isEqualTo("line 499");
        }
    }

    @Test
    void aFileOfAnEarlierStartGoesOn() throws Exception {
        var file = folder.resolve("server.log");
        Files.writeString(file, "earlier\n");
        try (var log = new BoundedLog(file, 1_000)) {
            log.add("now");
        }
        assertThat(file).hasContent("earlier\nnow\n");
    }
}
