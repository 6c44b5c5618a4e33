package dev.mayfly.cli;

/** Nobody answers at the platform's address. */
final class Unreachable extends Refusal {
    private static final long serialVersionUID = 1L;

    Unreachable(String url) {
        super("%s does not answer; is Mayfly running there? `mayfly dev` starts it.".formatted(url));
    }
}
