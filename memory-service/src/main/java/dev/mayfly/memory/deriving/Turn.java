package dev.mayfly.memory.deriving;

import java.time.Instant;
import java.util.Optional;

/**
 * What was said at one time, as it was sent.
 *
 * @param id the caller's name of the message, or one made of its content
 * @param speaker who spoke, where a role has several
 * @param at when it was said
 */
public record Turn(String id, String sessionId, Role role, Optional<String> speaker, String content, Instant at) {
    /** Who says something. */
    public enum Role {
        system,
        user,
        assistant,
        tool
    }

    public Turn {
        if (id.isBlank() || sessionId.isBlank())
            throw new IllegalArgumentException("a turn has an id and the session it belongs to");
    }

    /** What others call who spoke. */
    public String who() {
        return speaker.filter(name -> !name.isBlank()).orElse(role.name());
    }
}
