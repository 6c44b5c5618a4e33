package dev.mayfly.edge.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is told of where a request comes from, and how the operator's own database comes in. */
class GeographyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private record Settings(
            String region,
            Optional<Path> database,
            long databaseBytesMax,
            Duration lookEvery,
            Optional<String> localCountry)
            implements GeographyConfig {
        static final Settings PLAIN =
                new Settings("local", Optional.empty(), 1 << 20, Duration.ofMinutes(1), Optional.empty());

        Settings withDatabase(Path file) {
            return new Settings(region, Optional.of(file), databaseBytesMax, lookEvery, localCountry);
        }

        Settings withLocalCountry(String country) {
            return new Settings(region, database, databaseBytesMax, lookEvery, Optional.of(country));
        }
    }

    private static JsonNode cf(Geography geography, String client) throws JsonProcessingException {
        return JSON.readTree(
                geography.of(client, HttpVersion.HTTP_1_1, Optional.empty()).cf());
    }

    private static Optional<String> country(Geography geography, String client) {
        return geography.of(client, HttpVersion.HTTP_1_1, Optional.empty()).country();
    }

    private static byte[] saying(String country) {
        return TestDatabase.ofBoth()
                .with("127.0.0.0/8", Map.of("country_code", country))
                .bytes();
    }

    @Test
    void countryBringsItsContinentAndItsPlace() throws IOException {
        assertThat(cf(new Geography(Settings.PLAIN), "141.20.1.1")).isEqualTo(JSON.readTree("""
                        {"colo": "local", "country": "DE", "continent": "EU", "latitude": "51.09", "longitude": "10.37",
                         "accuracy": "country", "httpProtocol": "HTTP/1.1"}"""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unix", "127.0.0.1", "::1", "fe80::1%eth0", "10.0.0.1", "1.2.3", "example.com"})
    void whoIsNowhereHasARegionAndNoCountry(String client) throws IOException {
        Geography geography = new Geography(Settings.PLAIN);
        assertThat(cf(geography, client))
                .isEqualTo(JSON.readTree("{\"colo\":\"local\",\"httpProtocol\":\"HTTP/1.1\"}"));
        assertThat(country(geography, client)).isEmpty();
    }

    @Test
    void networksAreToldWhereTheDatabaseKnowsThem() throws IOException {
        Map<String, ?> record = Map.of("country_code", "AP", "asn", 64_500, "as_name", "A \"B\" \\ \u00e5\n\u0001");
        Path file = Files.write(
                folder.resolve("db"),
                TestDatabase.ofBoth().with("127.0.0.0/8", record).bytes());
        Geography geography = new Geography(Settings.PLAIN.withDatabase(file));
        JsonNode cf = cf(geography, "127.0.0.1");
        assertThat(cf.get("asn").longValue()).isEqualTo(64_500);
        assertThat(cf.get("asOrganization").textValue()).isEqualTo("A \"B\" \\ \u00e5\n\u0001");
        assertThat(cf.get("country").textValue())
                .as("told, if nobody knows where it is")
                .isEqualTo("AP");
        assertThat(cf.has("latitude")).isFalse();
        assertThat(geography
                        .of("127.0.0.1", HttpVersion.HTTP_2, Optional.empty())
                        .cf())
                .matches("[\\x20-\\x7e]*")
                .contains("\"httpProtocol\":\"HTTP/2\"");
    }

    @Test
    void localCountryIsThatOfPrivateNetworksAlone() throws IOException {
        Path file = Files.write(folder.resolve("db"), saying("FI"));
        Geography geography = new Geography(Settings.PLAIN.withDatabase(file).withLocalCountry("SE"));
        assertThat(country(geography, "10.0.0.1")).contains("SE");
        assertThat(country(geography, "fd00::1")).contains("SE");
        assertThat(country(geography, "127.0.0.1")).as("known to the database").contains("FI");
        assertThat(country(geography, "141.20.1.1")).as("public").isEmpty();
        assertThat(country(geography, "")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "se", "Sweden", "ZZ"})
    void localCountryThatIsNoneStopsTheStart(String country) {
        assertThatThrownBy(() -> new Geography(Settings.PLAIN.withLocalCountry(country)))
                .hasMessageContaining("mayfly.edge.geography.local-country is \"" + country + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "eu\"", "123456789012345678901234567890123"})
    void regionThatIsNoNameStopsTheStart(String region) {
        Settings settings = new Settings(region, Optional.empty(), 1, Duration.ofMinutes(1), Optional.empty());
        assertThatThrownBy(() -> new Geography(settings)).hasMessageContaining("mayfly.edge.geography.region");
    }

    @Test
    void databaseThatCannotBeReadStopsTheStart() throws IOException {
        Path absent = folder.resolve("absent");
        assertThatThrownBy(() -> new Geography(Settings.PLAIN.withDatabase(absent)))
                .hasMessageContaining("mayfly.edge.geography.database is " + absent);
        Path broken = Files.writeString(folder.resolve("broken"), "no database");
        assertThatThrownBy(() -> new Geography(Settings.PLAIN.withDatabase(broken)))
                .hasMessageContaining("mayfly.edge.geography.database is " + broken);
        Path large = Files.write(folder.resolve("large"), new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> new Geography(Settings.PLAIN.withDatabase(large)))
                .hasMessageContaining("1048576 bytes of mayfly.edge.geography.database-bytes-max");
    }

    @Test
    void databaseThatHasChangedIsTakenAndABrokenOneIsNot() throws IOException {
        Path file = Files.write(folder.resolve("db"), saying("SE"));
        Geography geography = new Geography(Settings.PLAIN.withDatabase(file));
        assertThat(country(geography, "127.0.0.1")).contains("SE");

        replace(file, "half a dat".getBytes(StandardCharsets.UTF_8));
        geography.look();
        assertThat(country(geography, "127.0.0.1")).as("broken").contains("SE");

        Files.delete(file);
        geography.look();
        assertThat(country(geography, "127.0.0.1")).as("gone").contains("SE");

        replace(file, saying("FI"));
        assertThat(country(geography, "127.0.0.1")).as("not looked at").contains("SE");
        geography.look();
        assertThat(country(geography, "127.0.0.1")).contains("FI");
    }

    @Test
    void fileIsReadOnceUntilItChanges() throws IOException {
        Path path = Files.write(folder.resolve("db"), saying("SE"));
        DatabaseFile file = new DatabaseFile(path, 1 << 20);
        file.read();
        assertThat(file.changed()).isEmpty();
        replace(path, "broken".getBytes(StandardCharsets.UTF_8));
        assertThat(file.changed()).isEmpty();
        replace(path, saying("FI"));
        assertThat(file.changed()).isPresent();
        assertThat(file.changed()).isEmpty();
    }

    private static void replace(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(bytes.length)));
    }
}
