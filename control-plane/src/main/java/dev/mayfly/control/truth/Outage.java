package dev.mayfly.control.truth;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;

/** Failures of the database that pass: trying again may help. */
final class Outage {
    private static final int CAUSES_MAX = 16;
    /** A lock or statement took too long, the server stops or starts, or it has no connection left. */
    private static final Set<String> STATES = Set.of("55P03", "57014", "57P01", "57P02", "57P03", "53300");

    private static final String DISK_FULL = "53100";

    private Outage() {}

    static boolean is(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof ConnectException
                        || cause instanceof ClosedConnectionException
                        || STATES.contains(state(cause)));
    }

    static boolean isFullDisk(Throwable failure) {
        return causes(failure).anyMatch(cause -> state(cause).equals(DISK_FULL));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX);
    }

    /** The SQLSTATE, or nothing. */
    private static String state(Throwable cause) {
        String state = switch (cause) {
            case PgException refusal -> refusal.getSqlState();
            case SQLException wrapped -> wrapped.getSQLState();
            default -> null;
        };
        return state == null ? "" : state;
    }
}
