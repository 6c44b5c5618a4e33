package dev.mayfly.standalone.embedded;

import dev.mayfly.standalone.StartRefused;
import dev.mayfly.standalone.embedded.PostgresServer.Layout;
import java.sql.SQLException;
import java.util.List;

/** Says why PostgreSQL did not start, and what to do. */
final class PostgresFailure {
    private static final String NO_SPACE = "No space left on device";
    private static final String WRONG_PASSWORD = "28P01";

    private PostgresFailure() {}

    static StartRefused explain(Layout layout, List<String> said) {
        if (said.stream().anyMatch(l -> l.contains(NO_SPACE)))
            return new StartRefused(
                    "The disk that holds %s is full (PostgreSQL: %s). Free some space, then start again."
                            .formatted(layout.data(), lastComplaint(said)));
        return damaged(layout, "PostgreSQL did not start: " + lastComplaint(said));
    }

    static StartRefused refusedConnection(Layout layout, SQLException e) {
        if (WRONG_PASSWORD.equals(e.getSQLState()))
            return new StartRefused("%s does not hold the password of the database in %s. Put the file back as it was."
                    .formatted(layout.passwordFile(), layout.data()));
        if (String.valueOf(e.getMessage()).contains(NO_SPACE)) return explain(layout, List.of(e.getMessage()));
        return damaged(layout, "PostgreSQL started, but does not answer: " + e.getMessage());
    }

    static StartRefused otherVersion(Layout layout, String found, String ours) {
        return new StartRefused(
                ("The database in %s was made by PostgreSQL %s, this Mayfly brings PostgreSQL %s. Start the Mayfly "
                                + "that made it, or bring the data over with pg_dump, or choose another --data-dir.")
                        .formatted(layout.data(), found, ours));
    }

    static StartRefused damaged(Layout layout, String what) {
        return new StartRefused(
                ("The database in %s cannot be used: %s. Nothing was changed. Put a backup in its place, or move the "
                                + "data directory away to begin with an empty one; what PostgreSQL said is in %s.")
                        .formatted(layout.data(), what, layout.log()));
    }

    private static String lastComplaint(List<String> said) {
        return said.reversed().stream()
                .filter(l ->
                        l.contains("PANIC:") || l.contains("FATAL:") || l.contains("ERROR:") || l.contains("error:"))
                .findFirst()
                .or(() -> said.reversed().stream().filter(l -> !l.isBlank()).findFirst())
                .map(l -> l.replaceFirst("^.*?(PANIC|FATAL|ERROR|error):\\s*", ""))
                .orElse("it said nothing");
    }
}
