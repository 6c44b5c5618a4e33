package dev.mayfly.bindings.testing;

import dev.mayfly.bindings.accounts.TokenLeaks;
import dev.mayfly.bindings.accounts.TokenLeaks.Sighting;
import dev.mayfly.bindings.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an owner of {@link TokenLeaks} keeps to. */
public abstract class TokenLeaksContract extends ContractSuite<TokenLeaks> {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void sightingOfNobodysTokenChangesNothing() {
        call(As.PLATFORM, leaks -> leaks.flag(new Sighting("0".repeat(64), "a log", NOW)));
    }

    @Test
    void onlyServicesFlag() {
        refusedToAllButThePlatform(leaks -> leaks.flag(new Sighting("0".repeat(64), "a log", NOW)));
    }

    @Test
    void sightingsAreChecked() {
        for (Sighting odd : List.of(
                new Sighting("", "a log", NOW),
                new Sighting("mfat_1", "a log", NOW),
                new Sighting("0".repeat(63) + "G", "a log", NOW),
                new Sighting("0".repeat(64), " ", NOW)))
            refused(Problem.Invalid.class, As.PLATFORM, leaks -> leaks.flag(odd));
    }
}
