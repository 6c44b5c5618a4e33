package dev.mayfly.search.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FullDiskTest {
    @Test
    void isFoundAmongCausesAndWhatWasSuppressed() {
        IOException full = new FileSystemException("segments_1", null, "No space left on device");
        IOException after = new IOException("could not be closed");
        after.addSuppressed(full);
        assertThat(FullDisk.isWhy(full)).isTrue();
        assertThat(FullDisk.isWhy(new IllegalStateException(full))).isTrue();
        assertThat(FullDisk.isWhy(after)).isTrue();
        assertThat(FullDisk.isWhy(new IOException("checksum failed"))).isFalse();
        assertThat(FullDisk.isWhy(new IllegalStateException())).isFalse();
    }
}
