package dev.mayfly.control.functions;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Ids of versions: UUIDs of form 7 (RFC 9562). As texts they sort by time; within a function they always rise. */
final class VersionId {
    private VersionId() {}

    /** @param last the newest so far: a clock that stands or goes back makes no older one */
    static String after(Optional<String> last, Instant now) {
        long lastMs = last.map(VersionId::milliseconds).orElse(0L);
        long ms = Math.max(now.toEpochMilli(), lastMs + 1);
        UUID random = UUID.randomUUID(); // its lower half is what form 7 has there, too
        long high = (ms << 16) | 0x7000L | (random.getMostSignificantBits() & 0x0FFFL);
        return new UUID(high, random.getLeastSignificantBits()).toString();
    }

    private static long milliseconds(String id) {
        return UUID.fromString(id).getMostSignificantBits() >>> 16;
    }
}
