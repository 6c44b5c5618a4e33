package dev.mayfly.memory.asking;

import dev.mayfly.bindings.problem.Problem;
import dev.mayfly.memory.MemoryConfig;
import dev.mayfly.memory.store.Ledger;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Profiles;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether there is room for more, by whichever door it comes. */
@ApplicationScoped
class Room {
    private final Profiles profiles;
    private final Ledger ledger;
    private final MemoryConfig config;

    Room(Profiles profiles, Ledger ledger, MemoryConfig config) {
        this.profiles = profiles;
        this.ledger = ledger;
        this.config = config;
    }

    void require(ProfileRow profile) {
        if (profiles.bytes(profile.account) >= config.bytesMax())
            throw new Problem.LimitReached(
                    "memory-bytes",
                    "the account remembers %d bytes already, the most allowed".formatted(config.bytesMax()));
        if (ledger.memories(profile) >= config.memoriesMax())
            throw new Problem.LimitReached(
                    "memory-memories", "a profile may have %d memories".formatted(config.memoriesMax()));
    }
}
