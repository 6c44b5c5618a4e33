package dev.mayfly.memory.store;

import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.exception.DataException;

/** Failures of the database that are no defects. */
enum Outage {
    NONE,
    /** What was asked for or was to be kept is no value of its type. */
    VALUE,
    PASSES,
    DISK_FULL;

    private static final int CAUSES_MAX = 16;
    /** A lock or statement took too long, the server stops, starts or recovers, or it has no connection left. */
    private static final Set<String> STATES = Set.of("55P03", "57014", "57P01", "57P02", "57P03", "53300");

    static Outage of(Throwable failure) {
        if (causes(failure).anyMatch(cause -> state(cause).equals("53100"))) return DISK_FULL;
        boolean passes = causes(failure)
                .anyMatch(cause -> cause instanceof ConnectException
                        || cause instanceof ClosedConnectionException
                        || STATES.contains(state(cause)));
        if (passes) return PASSES;
        return causes(failure).anyMatch(DataException.class::isInstance) ? VALUE : NONE;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(CAUSES_MAX);
    }

    private static String state(Throwable cause) {
        String state = cause instanceof PgException refusal ? refusal.getSqlState() : "";
        return state == null ? "" : state;
    }
}
