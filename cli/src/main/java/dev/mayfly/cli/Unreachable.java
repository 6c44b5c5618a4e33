package dev.mayfly.cli;

import dev.mayfly.cli.exit.Exit;
import dev.mayfly.cli.exit.Refusal;

/** Nobody answers at the platform's address. */
final class Unreachable extends Refusal {
    private static final long serialVersionUID = 1L;

    Unreachable(String url) {
        super(
                Exit.UNAVAILABLE,
                "unreachable",
                "%s does not answer; is Mayfly running there? `mayfly dev` starts it.".formatted(url));
    }
}
