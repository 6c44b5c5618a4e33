package dev.mayfly.edge.geography;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What databases say of addresses. */
class AddressDatabaseTest {
    private static final AddressDatabase BUNDLED = AddressDatabase.bundled();

    private static Located locate(AddressDatabase database, String address) {
        return database.locate(InetAddress.ofLiteral(address));
    }

    private static AddressDatabase saying(Map<String, ?> record) throws IOException {
        return AddressDatabase.of(
                TestDatabase.ofBoth().with("127.0.0.0/8", record).bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, US",
        "141.20.1.1, DE",
        "130.88.1.1, GB",
        "133.11.0.1, JP",
        "200.147.3.157, BR",
        "2a00:1450:4001:80b::200e, US",
        "::ffff:8.8.8.8, US"
    })
    void bundledKnowsCountries(String address, String country) {
        assertThat(locate(BUNDLED, address).country()).contains(country);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "192.168.0.1", "::1", "fe80::1", "2001:db8::1", "0.0.0.0", "::"})
    void bundledKnowsNothingOfWhatIsNotPublic(String address) {
        assertThat(locate(BUNDLED, address)).isEqualTo(Located.NOWHERE);
    }

    @Test
    void fieldsOfMaxMindAreRead() throws IOException {
        AddressDatabase database = saying(Map.of(
                "country",
                Map.of("iso_code", "SE", "names", Map.of("en", "Sweden")),
                "continent",
                Map.of("code", "EU"),
                "autonomous_system_number",
                64_500,
                "autonomous_system_organization",
                "Norden \"AB\" \u00e5"));
        assertThat(locate(database, "127.1.2.3"))
                .isEqualTo(new Located(
                        Optional.of("SE"),
                        Optional.of("EU"),
                        OptionalLong.of(64_500),
                        Optional.of("Norden \"AB\" \u00e5")));
        assertThat(locate(database, "128.0.0.1")).isEqualTo(Located.NOWHERE);
    }

    @Test
    void fieldsOfFlatDatabasesAreRead() throws IOException {
        assertThat(locate(
                        saying(Map.of("country", "SE", "continent", "EU", "asn", "AS64500", "as_name", "Nord")),
                        "127.0.0.1"))
                .isEqualTo(new Located(
                        Optional.of("SE"), Optional.of("EU"), OptionalLong.of(64_500), Optional.of("Nord")));
        assertThat(locate(saying(Map.of("country_code", "SE")), "127.0.0.1")).isEqualTo(Located.in("SE"));
        Map<String, ?> traits = Map.of("autonomous_system_number", 1L, "autonomous_system_organization", "One");
        assertThat(locate(saying(Map.of("traits", traits)), "127.0.0.1"))
                .isEqualTo(new Located(Optional.empty(), Optional.empty(), OptionalLong.of(1), Optional.of("One")));
    }

    @Test
    void whatIsNoCountryIsNone() throws IOException {
        Map<String, ?> odd = Map.of("country", "Sweden", "continent", List.of("EU"), "asn", "many", "as_name", "");
        assertThat(locate(saying(odd), "127.0.0.1")).isEqualTo(Located.NOWHERE);
        assertThat(locate(saying(Map.of("asn", "AS12345678901")), "127.0.0.1").asn())
                .isEmpty();
    }

    @Test
    void longNamesAreCut() throws IOException {
        assertThat(locate(saying(Map.of("as_name", "n".repeat(101))), "127.0.0.1")
                        .asOrganization())
                .contains("n".repeat(100));
    }

    @Test
    void databaseOfIpv4KnowsNoIpv6() throws IOException {
        AddressDatabase database = AddressDatabase.of(TestDatabase.ofIpv4()
                .with("127.0.0.0/8", Map.of("country_code", "SE"))
                .bytes());
        assertThat(locate(database, "127.0.0.1").country()).contains("SE");
        assertThat(locate(database, "2a00::1")).isEqualTo(Located.NOWHERE);
    }

    @Test
    void whatIsNoDatabaseIsRefused() {
        byte[] whole = TestDatabase.ofBoth()
                .with("8.0.0.0/8", Map.of("country_code", "US"))
                .bytes();
        assertThatThrownBy(() -> AddressDatabase.of(new byte[0])).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AddressDatabase.of("<html>".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> AddressDatabase.of(Arrays.copyOf(whole, whole.length / 2)))
                .isInstanceOf(IOException.class);
    }

    /** Its end is whole, so it passes for a database; what is broken shows where it is looked at, at the start. */
    @Test
    void databaseThatLacksItsBeginningIsRefused() {
        byte[] whole = TestDatabase.ofBoth()
                .with("8.0.0.0/8", Map.of("country_code", "US"))
                .bytes();
        assertThatThrownBy(() -> AddressDatabase.of(Arrays.copyOfRange(whole, 300, whole.length)))
                .isInstanceOf(IOException.class);
    }

    /** The value of its one field is a pointer to the record that it stands in. */
    private static byte[] circleAt(String network) {
        byte[] bytes = TestDatabase.ofBoth()
                .with(network, Map.of("country_code", "SE"))
                .bytes();
        int value = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("country_code") + "country_code".length();
        bytes[value] = 0x20;
        bytes[value + 1] = 0;
        return bytes;
    }

    @Test
    void circleEnds() throws IOException {
        assertThatThrownBy(() -> AddressDatabase.of(circleAt("127.0.0.0/8"))).isInstanceOf(IOException.class);
        AddressDatabase unseen = AddressDatabase.of(circleAt("127.0.0.1/32"));
        assertThat(locate(unseen, "127.0.0.1")).isEqualTo(Located.NOWHERE);
    }

    /** Whatever stands in the file: it is refused, or it answers, if only with nothing. */
    @Test
    void spoiltDatabasesNeverThrow() {
        long seed = Long.getLong("mayfly.seed", System.nanoTime());
        System.out.println("AddressDatabaseTest -Dmayfly.seed=" + seed);
        Random random = new Random(seed);
        byte[] whole = TestDatabase.ofBoth()
                .with("127.0.0.0/8", Map.of("country", Map.of("iso_code", "SE"), "asn", 5, "as_name", "Nord"))
                .bytes();
        int opened = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] spoilt = whole.clone();
            for (int j = random.nextInt(4); j >= 0; j--)
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
            AddressDatabase database;
            try {
                database = AddressDatabase.of(spoilt);
            } catch (IOException refused) {
                continue;
            }
            opened++;
            assertThat(locate(database, "127.0.0.1")).isNotNull();
            assertThat(locate(database, "::1")).isNotNull();
        }
        assertThat(opened).isPositive();
    }
}
