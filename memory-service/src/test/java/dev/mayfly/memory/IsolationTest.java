package dev.mayfly.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mayfly.memory.store.Database;
import dev.mayfly.memory.store.ProfileRow;
import dev.mayfly.memory.store.Profiles;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** Statements without any condition, as a mistake might make them: the database itself keeps profiles apart. */
@QuarkusTest
class IsolationTest {
    private static final List<String> TABLES = List.of("message", "memory", "forgotten", "job");

    @Inject
    Database database;

    @Inject
    Profiles profiles;

    @ConfigProperty(name = Backends.DATABASE)
    String address;

    private final Door mine = new Door("mine");
    private final Door theirs = new Door("theirs");

    @Test
    void transactionOfOneProfileSeesAndChangesNoOther() {
        fill(mine);
        fill(theirs);
        ProfileRow row = profiles.find(mine.account, mine.namespace, mine.profile);
        ProfileRow other = profiles.find(theirs.account, theirs.namespace, theirs.profile);
        for (String table : TABLES) {
            assertThat(count(row, "select count(*) from memory." + table + " where profile_id <> " + row.id))
                    .as(table)
                    .isZero();
            assertThat(count(row, "select count(*) from memory." + table))
                    .as(table)
                    .isPositive();
        }
        assertThat(count(row, "select count(*) from memory.profile where account <> 'mine'"))
                .isZero();
        assertThat(database.<Integer>ofProfile(
                        row,
                        db -> db.createNativeQuery("delete from memory.memory where profile_id = " + other.id)
                                .executeUpdate()))
                .isZero();
        assertThatThrownBy(() -> database.<Integer>ofProfile(
                        row,
                        db -> db.createNativeQuery("update memory.memory set profile_id = " + other.id)
                                .executeUpdate()))
                .hasMessageContaining("row-level security");
        theirs.post("/recall", "{'query':'harpsichord'}").statusCode(200);
        assertThat(count(other, "select count(*) from memory.memory")).isPositive();
    }

    @Test
    void accountSeesItsOwnProfilesAndNothingThatIsRemembered() {
        fill(mine);
        fill(theirs);
        for (String table : TABLES)
            assertThat(database.<Long>ofAccount(
                            "mine",
                            db -> db.createNativeQuery("select count(*) from memory." + table, Long.class)
                                    .getSingleResult()))
                    .as(table)
                    .isZero();
        assertThat(database.<Long>ofAccount(
                        "mine",
                        db -> db.createNativeQuery(
                                        "select count(*) from memory.profile where account <> 'mine'", Long.class)
                                .getSingleResult()))
                .isZero();
    }

    @Test
    void roleOfTheServiceSeesNothingUnlessItSaysForWhom() throws SQLException {
        fill(mine);
        try (Connection raw = DriverManager.getConnection(address);
                Statement statement = raw.createStatement()) {
            statement.execute("set role memory_service");
            for (String table : List.of("namespace", "profile", "message", "memory", "forgotten", "job"))
                assertThat(number(statement, "select count(*) from memory." + table))
                        .as(table)
                        .isZero();
            assertThat(
                            number(
                                    statement,
                                    "select count(*) from pg_class where relnamespace = 'memory'::regnamespace and relkind = 'r'"
                                            + " and relname <> 'flyway_schema_history' and not (relrowsecurity and relforcerowsecurity)"))
                    .as("tables without policies that hold their owner, too")
                    .isZero();
        }
    }

    @Test
    void textsAndVectorsOnTheDiskAreSealedAndTheirKeyGoesWithTheProfile() throws SQLException {
        fill(mine);
        ProfileRow row = profiles.find(mine.account, mine.namespace, mine.profile);
        try (Connection raw = DriverManager.getConnection(address);
                Statement statement = raw.createStatement()) {
            String bodies =
                    "select string_agg(encode(body, 'escape'), ' ') from memory.%s where profile_id = " + row.id;
            for (String table : List.of("message", "memory"))
                assertThat(text(statement, bodies.formatted(table)))
                        .as(table)
                        .isNotBlank()
                        .doesNotContain("harpsichord");
            assertThat(number(
                            statement,
                            "select count(*) from memory.profile where sealed_key is not null and id = " + row.id))
                    .isOne();
            mine.request().delete(mine.path("")).then().statusCode(200);
            for (String table : TABLES)
                assertThat(number(
                                statement,
                                "select count(*) from memory.%s where profile_id = %d".formatted(table, row.id)))
                        .as(table)
                        .isZero();
            assertThat(number(statement, "select count(*) from memory.profile where id = " + row.id))
                    .isZero();
        }
    }

    private static void fill(Door door) {
        door.ingest(
                "s", Door.message("1", "The harpsichord is out of tune") + "," + Door.message("2", "Tune the harp"));
        String gone = door.done("/remember", "{'type':'fact','content':'A passing thought'}")
                .getString("id");
        door.request().delete(door.path("/memories/" + gone)).then().statusCode(200);
    }

    private long count(ProfileRow profile, String query) {
        return database.ofProfile(
                profile, db -> db.createNativeQuery(query, Long.class).getSingleResult());
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet result = statement.executeQuery(query)) {
            result.next();
            return new String(result.getString(1).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        }
    }
}
