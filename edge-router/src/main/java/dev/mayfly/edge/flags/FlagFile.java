package dev.mayfly.edge.flags;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A file that somebody else writes, or exchanges: a ConfigMap that is mounted is a link to a folder, and the link is exchanged as a whole. So
 * it is asked for by its name each time, and told again when it is another file or has another time or size.
 */
final class FlagFile {
    private static final Logger LOG = Logger.getLogger(FlagFile.class);
    private static final long BYTES_MAX = 25 << 20;

    private record State(Path real, Object time, long size) {}

    private final Path file;
    private Optional<State> seen = Optional.empty();
    private boolean complained;

    FlagFile(Path file) {
        this.file = file;
    }

    /** What stands in it, unless that was told already, or it cannot be read. Blocks. */
    synchronized Optional<String> changed() {
        try {
            Path real = file.toRealPath();
            BasicFileAttributes now = Files.readAttributes(real, BasicFileAttributes.class);
            State state = new State(real, now.lastModifiedTime(), now.size());
            if (seen.filter(state::equals).isPresent()) return Optional.empty();
            if (now.size() > BYTES_MAX) throw new IOException("it is larger than 25 MiB");
            String text = Files.readString(real);
            seen = Optional.of(state);
            complained = false;
            return Optional.of(text);
        } catch (IOException e) {
            if (!complained) LOG.warnf("the flags in %s cannot be read (%s); what stood there before holds", file, e);
            complained = true;
            return Optional.empty();
        }
    }
}
