package dev.mayfly.edge.bots.verify;

import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/** Nonces of signatures that are still valid: each is taken once. Where there is no room, none is taken. */
final class Nonces {
    private record Seen(String nonce, long expires) {}

    private final int max;
    private final Set<String> seen = new HashSet<>();
    private final Queue<Seen> byExpiry = new PriorityQueue<>((a, b) -> Long.compare(a.expires, b.expires));

    Nonces(int max) {
        this.max = max;
    }

    /** @param expires and {@code now}: seconds since 1970 */
    synchronized boolean take(String keyId, String nonce, long expires, long now) {
        for (Seen first = byExpiry.peek(); first != null && first.expires <= now; first = byExpiry.peek()) {
            seen.remove(first.nonce);
            byExpiry.remove();
        }
        String both = keyId + " " + nonce;
        if (seen.size() >= max || !seen.add(both)) return false;
        byExpiry.add(new Seen(both, expires));
        return true;
    }
}
