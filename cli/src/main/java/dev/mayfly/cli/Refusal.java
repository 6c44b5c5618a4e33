package dev.mayfly.cli;

/** Something the person at the keyboard can act upon: printed as one message, without a stack. */
class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
