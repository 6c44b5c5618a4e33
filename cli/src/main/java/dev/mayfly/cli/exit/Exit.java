package dev.mayfly.cli.exit;

/** How a command ends. Scripts rely on these numbers; docs/cli.md lists them. */
public enum Exit {
    DONE(0),
    /** The project, the bundle or a value is not acceptable. */
    REFUSED(1),
    /** The command line is wrong. */
    MISUSED(2),
    /** The platform does not answer, or failed. */
    UNAVAILABLE(3),
    NOT_FOUND(4),
    /** No token, a token that is not valid, or one without the right. */
    DENIED(5),
    /** Not in the state that things are in. */
    CONFLICT(6),
    /** A limit is reached. */
    LIMITED(7),
    /** The function that was invoked answered with a status of 400 or more. */
    ANSWERED_BADLY(8);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** What a refusal of the platform means. */
    public static Exit ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> DENIED;
            case 404 -> NOT_FOUND;
            case 409 -> CONFLICT;
            case 429 -> LIMITED;
            default -> status >= 500 ? UNAVAILABLE : REFUSED;
        };
    }
}
