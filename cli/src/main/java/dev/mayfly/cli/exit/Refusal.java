package dev.mayfly.cli.exit;

/** A command cannot do what it was asked; the message says why, and what would be right. */
public class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Exit exit;
    private final String code;

    /** Something is wrong with what was given. */
    public Refusal(String message) {
        this(Exit.REFUSED, "refused", message);
    }

    /** @param code stable, for programs */
    public Refusal(Exit exit, String code, String message) {
        super(message);
        this.exit = exit;
        this.code = code;
    }

    public Exit exit() {
        return exit;
    }

    public String code() {
        return code;
    }
}
