package dev.mayfly.flags.rule;

/** A rule went through more than it may; it has no trace, since it says nothing. */
public final class StepsSpent extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepsSpent(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
