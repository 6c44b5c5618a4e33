package dev.mayfly.memory.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mayfly.memory.recall.Stored;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a memory is kept under the profile's key.
 *
 * @param embedded what of it is embedded, where that is not its content
 */
public record Known(
        String summary,
        String content,
        Optional<String> embedded,
        Optional<String> key,
        List<Stored.Source> sources,
        Set<String> entities,
        boolean suspicious,
        Map<String, JsonNode> metadata,
        List<String> acl) {
    public Known {
        entities = Collections.unmodifiableSet(new TreeSet<>(entities));
    }

    /** The same, with what its messages say by now. */
    public Known citing(List<Stored.Source> said) {
        return new Known(summary, content, embedded, key, said, entities, suspicious, metadata, acl);
    }

    /** The same; suspicious where it was, or is found to be. */
    public Known watched(boolean found) {
        return new Known(summary, content, embedded, key, sources, entities, suspicious || found, metadata, acl);
    }

    /** What its vector is made of. */
    public String toEmbed() {
        return embedded.orElse(content);
    }
}
